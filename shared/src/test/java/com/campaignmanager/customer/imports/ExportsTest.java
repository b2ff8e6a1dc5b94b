package com.campaignmanager.customer.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.customer.CustomerTable;
import com.campaignmanager.customer.PhoneNumbers;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Files as spreadsheets, shops, mail tools, phones and payment services export them, imported as they are. */
class ExportsTest {
    private final CustomerTable table = new CustomerTable();
    private final Set<String> suppressed = new TreeSet<>();

    @AfterEach
    void close() {
        table.close();
    }

    @Test
    void excel_csv_utf_8() throws IOException {
        ImportReport report = imported("excel_utf8.csv");
        assertThat(table.rows())
                .containsExactly(
                        "+254712345701/Brian//Nairobi/",
                        "+254712345702/Café Owner//Nairobi/",
                        "+254712345703/Dan//nairobi/");
        assertThat(reasons(report)).containsExactly("2 2.54712E+11 cut by a spreadsheet");
        assertThat(report.ignoredColumns()).isEmpty();
    }

    @Test
    void excel_csv_with_semicolons() throws IOException {
        assertThat(imported("excel_semicolon.csv").created()).isEqualTo(2);
        assertThat(table.rows()).containsExactly("+254712345706/Ann//Nairobi/", "+254712345707/Ben//Thika/");
    }

    @Test
    void excel_unicode_text() throws IOException {
        assertThat(imported("excel_unicode.txt").created()).isEqualTo(1);
        assertThat(table.rows()).containsExactly("+254712345708/Cate//Nairobi/");
    }

    @Test
    void outlook_in_german_and_windows_1252() throws IOException {
        ImportReport report = imported("outlook_german.csv");
        assertThat(report.notes()).containsExactly(new ImportNote(NoteKind.READ_AS_WINDOWS_1252, 1, 2));
        assertThat(report.notMobile()).isEqualTo(1);
        assertThat(report.ignoredColumns()).containsExactly("Name", "Fax");
        assertThat(table.rows()).containsExactly("+491711234567/Jörg///", "+493023125114/Eva///");
    }

    @Test
    void google_contacts() throws IOException {
        ImportReport report = imported("google_contacts.csv");
        assertThat(table.rows()).containsExactly("+254712345709/Grace/Wanjiku//", "+254712345711/Hassan///");
        assertThat(reasons(report)).containsExactly("5  empty");
        assertThat(report.ignoredColumns()).contains("Nickname", "Labels").doesNotContain("Phone 1 - Value");
    }

    @Test
    void shopify() throws IOException {
        ImportReport report = imported("shopify.csv");
        assertThat(table.rows()).containsExactly("+254712345718/Olive/Kamau/Nairobi/");
        assertThat(reasons(report)).containsExactly("3  empty");
        assertThat(suppressed).isEmpty();
    }

    @Test
    void square() throws IOException {
        assertThat(imported("pos_square.csv").created()).isEqualTo(1);
        assertThat(table.rows()).containsExactly("+254712345721/Tom/Njoroge/Nakuru/");
        assertThat(suppressed).isEmpty();
    }

    @Test
    void mailchimp() throws IOException {
        ImportReport report = imported("mailchimp.csv");
        assertThat(table.rows()).containsExactly("+254712345733/Mary/Atieno//", "+254712345734/Joe/Otieno//");
        assertThat(suppressed).containsExactly("+254712345734");
        assertThat(report.suppressed()).isEqualTo(1);
    }

    @Test
    void klaviyo() throws IOException {
        ImportReport report = imported("klaviyo.csv");
        assertThat(table.rows())
                .containsExactly("+254712345735/Achieng/Odhiambo/Kisumu/", "+254712345736/Baraka//Mombasa/");
        assertThat(table.number(
                        "SELECT count(*) FROM customers WHERE language = 'en-KE' AND time_zone = 'Africa/Nairobi'"))
                .isEqualTo(1);
        assertThat(suppressed).containsExactly("+254712345736");
        assertThat(report.notes())
                .containsExactly(
                        new ImportNote(NoteKind.UNREADABLE_LANGUAGE, 1, 3),
                        new ImportNote(NoteKind.UNREADABLE_TIME_ZONE, 1, 3));
    }

    @Test
    void contacts_of_a_phone() throws IOException {
        ImportReport report = imported("phone_export.csv");
        assertThat(table.rows()).containsExactly("+254712345737/Ali/Hassan Juma//", "+254712345740/Mama/Duka//");
        assertThat(reasons(report)).containsExactly("3  empty");
    }

    @Test
    void a_statement_of_mobile_money() throws IOException {
        ImportReport report = imported("mpesa_statement.csv");
        assertThat(table.rows()).containsExactly("+254712345731/JANE/WAIRIMU KARIUKI//");
        assertThat(reasons(report)).containsExactly("8 254712****32 not a number");
        assertThat(report.notes()).containsExactly(new ImportNote(NoteKind.LINES_BEFORE_HEADER, 4, 1));
    }

    private ImportReport imported(String file) throws IOException {
        try (InputStream content = ExportsTest.class.getResourceAsStream("/exports/" + file)) {
            return new SmallImport(table.jdbi(), new PhoneNumbers(Optional.of("KE")), suppressed::addAll)
                    .run(content, ImportOptions.NONE)
                    .report();
        }
    }

    /** The line, the value and the kind of each fault. */
    private static List<String> reasons(ImportReport report) {
        return report.rejected().stream()
                .map(line ->
                        line.line() + " " + line.value() + " " + line.reason().split(":")[0])
                .toList();
    }
}
