package com.campaignmanager.customer.imports;

import com.campaignmanager.csv.PhysicalLines;
import com.campaignmanager.csv.PhysicalLines.Position;
import com.campaignmanager.customer.CustomerField;
import com.campaignmanager.customer.PhoneNumbers;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads customers from a file of vCards, as phones export their contacts. What a card doesn't tell is left as it is. */
final class VCardCustomers implements CustomerSource {
    private final PhysicalLines lines;
    private final VCardRow row;
    private final ImportNotes notes;

    VCardCustomers(PhysicalLines lines, PhoneNumbers phones, ImportNotes notes) {
        this.lines = lines;
        this.row = new VCardRow(phones, notes);
        this.notes = notes;
    }

    @Override
    public Optional<ImportedLine> next() {
        return VCardText.next(lines).map(row::judged);
    }

    @Override
    public Set<CustomerField> fields() {
        return EnumSet.complementOf(EnumSet.of(CustomerField.PREFERRED_PRODUCT));
    }

    @Override
    public boolean keepsEmpty() {
        return true;
    }

    @Override
    public FileFormat format() {
        return new FileFormat.VCards(lines.encoding());
    }

    @Override
    public List<String> ignoredColumns() {
        return List.of();
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
