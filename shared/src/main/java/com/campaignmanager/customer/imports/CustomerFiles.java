package com.campaignmanager.customer.imports;

import com.campaignmanager.csv.PhysicalLine;
import com.campaignmanager.csv.PhysicalLines;
import com.campaignmanager.csv.PhysicalLines.Position;
import com.campaignmanager.customer.PhoneNumbers;
import com.campaignmanager.customer.Values;
import com.campaignmanager.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** Opens files of customers, whatever they are: the first line tells. */
final class CustomerFiles {
    private final PhoneNumbers phones;

    CustomerFiles(PhoneNumbers phones) {
        this.phones = phones;
    }

    /**
     * From the start.
     *
     * @throws ProblemException {@code bad_csv_header}, if it is a CSV file that names no phone column
     */
    CustomerSource open(InputStream file, ImportOptions options) throws IOException {
        PhysicalLines lines = PhysicalLines.of(file);
        ImportNotes notes = new ImportNotes(List.of());
        if (isVCards(lines)) {
            return new VCardCustomers(lines, phones, notes);
        }
        FileFormat.Csv format = new HeaderSearch(lines, options, phones).find(notes);
        return new CsvCustomers(lines, format, options, phones, notes);
    }

    private static boolean isVCards(PhysicalLines lines) {
        Optional<PhysicalLine> first = lines.peek(0);
        while (first.filter(line -> Values.asMeant(line.text()).isEmpty()).isPresent()) {
            lines.take(1);
            first = lines.peek(0);
        }
        return first.filter(line -> VCardText.begins(line.text())).isPresent();
    }

    /**
     * In the middle.
     *
     * @param rest the file from the position on
     * @param notes those of what was read before
     */
    CustomerSource goOn(
            InputStream rest, FileFormat format, Position position, ImportOptions options, List<ImportNote> notes) {
        PhysicalLines lines = PhysicalLines.goingOn(rest, format.encoding(), position);
        return switch (format) {
            case FileFormat.Csv csv -> new CsvCustomers(lines, csv, options, phones, new ImportNotes(notes));
            case FileFormat.VCards _ -> new VCardCustomers(lines, phones, new ImportNotes(notes));
        };
    }
}
