package com.campaignmanager.customer.imports;

import com.campaignmanager.csv.CsvRecord;
import com.campaignmanager.csv.CsvRecords;
import com.campaignmanager.csv.PhysicalLines;
import com.campaignmanager.csv.PhysicalLines.Position;
import com.campaignmanager.customer.CustomerField;
import com.campaignmanager.customer.PhoneNumbers;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads customers from a CSV file. */
final class CsvCustomers implements CustomerSource {
    private final PhysicalLines lines;
    private final CsvRecords records;
    private final FileFormat.Csv format;
    private final ColumnPlan plan;
    private final boolean keepsEmpty;
    private final PhoneNumbers phones;
    private final ImportNotes notes;

    /** @param lines those after the header */
    CsvCustomers(
            PhysicalLines lines, FileFormat.Csv format, ImportOptions options, PhoneNumbers phones, ImportNotes notes) {
        this.lines = lines;
        this.records = new CsvRecords(lines, format.delimiter());
        this.format = format;
        this.plan = ColumnPlan.of(format.header(), options)
                .orElseThrow(() -> new IllegalStateException("a header that was found before names no phone"));
        this.keepsEmpty = options.keepEmpty();
        this.phones = phones;
        this.notes = notes;
    }

    @Override
    public Optional<ImportedLine> next() {
        return records.next().map(this::judged);
    }

    private ImportedLine judged(CsvRecord record) {
        return switch (record) {
            case CsvRecord.Fields fields -> {
                CsvRow row = new CsvRow(fields, plan, phones, notes);
                yield row.isBlank() ? new ImportedLine.Blank() : row.judged();
            }
            case CsvRecord.Unreadable(long line, String text, CsvRecord.Fault fault) ->
                new ImportedLine.Bad(new RejectedLine(line, text, fault.reason()), List.of(text));
        };
    }

    @Override
    public Set<CustomerField> fields() {
        return plan.fields();
    }

    @Override
    public boolean keepsEmpty() {
        return keepsEmpty;
    }

    @Override
    public FileFormat format() {
        return format;
    }

    @Override
    public List<String> ignoredColumns() {
        return plan.ignored();
    }

    @Override
    public List<ImportNote> notes() {
        return notes.list();
    }

    @Override
    public Position position() {
        return lines.position();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
