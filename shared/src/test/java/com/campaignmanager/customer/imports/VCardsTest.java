package com.campaignmanager.customer.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.customer.CustomerTable;
import com.campaignmanager.customer.PhoneNumbers;
import com.campaignmanager.customer.imports.ImportReader.Outcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contacts as phones export them. */
class VCardsTest {
    private static final String ANDROID_2_1 = """
            BEGIN:VCARD
            VERSION:2.1
            N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Wanjik=C5=A9;Zo=C3=AB;;;
            FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Zo=C3=AB=20Wanjik=C5=A9
            TEL;FAX:+254712345670
            TEL;HOME:+493023125112
            TEL;CELL:0712-345-671
            PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAEBAQEBAQEB
             AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB
            AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQ==

            END:VCARD
            """;
    private static final String IPHONE_3_0 = """
            BEGIN:VCARD
            VERSION:3.0
            PRODID:-//Apple Inc.//iPhone OS 17.0//EN
            N:Otieno;Mary;Ann;;
            FN:Mary Ann Otieno
            item1.TEL;type=pref:+254 712 345 672
            item1.X-ABLabel:_$!<Other>!$_
            item2.ADR;type=HOME;type=pref:;;Moi Ave 1;Kisumu;;;Kenya
            item2.X-ABADR:ke
            END:VCARD
            """;
    private static final String VERSION_4_0 = """
            BEGIN:VCARD
            VERSION:4.0
            FN:Baraka Juma
            TEL;VALUE=uri;TYPE="voice,cell":tel:+254-712-345-673
            LANG:sw
            TZ;VALUE=text:Africa/Nairobi
            END:VCARD
            """;

    private final CustomerTable table = new CustomerTable();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        table.close();
    }

    @Test
    void cards_of_each_version_are_imported_with_the_mobile_number_first() throws IOException {
        assertThat(imported(ANDROID_2_1 + IPHONE_3_0 + VERSION_4_0).created()).isEqualTo(3);
        assertThat(table.rows())
                .containsExactly(
                        "+254712345671/Zoë/Wanjikũ//",
                        "+254712345672/Mary/Otieno/Kisumu/",
                        "+254712345673/Baraka/Juma//");
        assertThat(table.number(
                        "SELECT count(*) FROM customers WHERE language = 'sw' AND time_zone = 'Africa/Nairobi'"))
                .isEqualTo(1);
    }

    @Test
    void what_a_card_does_not_tell_is_left_as_it_is() throws IOException {
        table.execute("INSERT INTO customers (phone, first_name, location, preferred_product)"
                + " VALUES ('+254712345673', 'Bobo', 'Thika', 'Shoes')");
        assertThat(imported(VERSION_4_0).updated()).isEqualTo(1);
        assertThat(table.rows()).containsExactly("+254712345673/Baraka/Juma/Thika/Shoes");
    }

    @Test
    void a_card_without_a_usable_number_is_rejected_with_its_line() throws IOException {
        ImportReport report = imported(card("N:A;B;;;", "TEL;TYPE=fax:+254712345678")
                + card("FN:C", "TEL:12")
                + card("FN:D", "TEL:tel:+254712345678;ext=5"));
        assertThat(report.rejected())
                .extracting(line ->
                        line.line() + " " + line.value() + " " + line.reason().split(":")[0])
                .containsExactly("1  empty", "6 12 no such number", "11 +254712345678 ext. 5 not a number");
        assertThat(report.created()).isZero();
    }

    @Test
    void a_card_that_is_not_closed_is_rejected_and_the_next_is_read() throws IOException {
        ImportReport report = imported("BEGIN:VCARD\nVERSION:3.0\nFN:A\nTEL:+254712345670\n" + VERSION_4_0);
        assertThat(report.rejected()).extracting(RejectedLine::line).containsExactly(1L);
        assertThat(report.created()).isEqualTo(1);
    }

    @Test
    void a_card_that_is_not_utf_8_is_read_as_windows_1252() throws IOException {
        byte[] file = card("FN:José Peña", "TEL:+254712345678").getBytes(Charset.forName("windows-1252"));
        ImportReport report = imported(file);
        assertThat(table.rows()).containsExactly("+254712345678/José/Peña//");
        assertThat(report.notes()).containsExactly(new ImportNote(NoteKind.READ_AS_WINDOWS_1252, 1, 1));
    }

    @Test
    void a_large_file_of_cards_is_read_by_upload_and_carried_on_after_a_death() throws IOException {
        try (UploadedFiles files = new UploadedFiles(directory)) {
            StringBuilder cards = new StringBuilder();
            for (int i = 0; i < 250; i++) {
                cards.append(card("FN:P%d L%d".formatted(i, i), "TEL:+25471%07d".formatted(i)));
            }
            UUID id = files.uploaded(cards.toString());
            int[] asked = {0};
            assertThat(files.reader(ImportProgress.NONE, UploadedFiles.CHUNK).run(id, () -> asked[0]++ > 0))
                    .isEqualTo(Outcome.UNFINISHED);
            assertThat(files.run(id)).isEqualTo(Outcome.FINISHED);
            assertThat(files.imports.get(id).report().created()).isEqualTo(250);
            assertThat(files.table.rows().getLast()).isEqualTo("+254710000249/P249/L249//");
        }
    }

    private static String card(String name, String telephone) {
        return "BEGIN:VCARD\nVERSION:3.0\n" + name + "\n" + telephone + "\nEND:VCARD\n";
    }

    private ImportReport imported(String cards) throws IOException {
        return imported(cards.getBytes(StandardCharsets.UTF_8));
    }

    private ImportReport imported(byte[] cards) throws IOException {
        return new SmallImport(table.jdbi(), new PhoneNumbers(Optional.of("KE")), PhoneSuppressions.NONE)
                .run(new ByteArrayInputStream(cards), ImportOptions.NONE)
                .report();
    }
}
