package com.campaignmanager.customer.imports;

import com.campaignmanager.csv.CsvRecord;
import com.campaignmanager.customer.CustomerField;
import com.campaignmanager.customer.Languages;
import com.campaignmanager.customer.PhoneNumbers;
import com.campaignmanager.customer.PhoneReading.Valid;
import com.campaignmanager.customer.TimeZones;
import com.campaignmanager.customer.Values;
import com.campaignmanager.customer.imports.ColumnNames.Consent;
import com.campaignmanager.customer.imports.ColumnPlan.ConsentColumn;
import com.campaignmanager.customer.imports.ColumnPlan.PhoneColumn;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Judges one record of a CSV file. */
final class CsvRow {
    /** Kinds of numbers, by the words of a label, that are never somebody's own phone. */
    private static final Pattern NEVER_A_PHONE = Pattern.compile("fax|pager|assistant|company|emergency");

    private static final Pattern LABELLED_MOBILE = Pattern.compile("mobile|cell|handy|whatsapp");
    private static final Pattern PARTY = Pattern.compile("\\s+-\\s+");

    private final CsvRecord.Fields fields;
    private final ColumnPlan plan;
    private final PhoneNumbers phones;
    private final ImportNotes notes;
    private Optional<Cell.Name> partyName = Optional.empty();

    CsvRow(CsvRecord.Fields fields, ColumnPlan plan, PhoneNumbers phones, ImportNotes notes) {
        this.fields = fields;
        this.plan = plan;
        this.phones = phones;
        this.notes = notes;
    }

    boolean isBlank() {
        return fields.values().stream().allMatch(value -> Values.asMeant(value).isEmpty());
    }

    ImportedLine judged() {
        if (hasTooManyFields()) {
            return rejected("", Reasons.tooManyFields(fields.values().size(), plan.width()));
        }
        PhoneChoice choice = phone();
        Optional<Valid> phone = choice.chosen();
        if (phone.isEmpty()) {
            PhoneChoice.Refusal refusal = choice.refusal();
            return rejected(refusal.value(), Reasons.phone(refusal.fault(), phones));
        }
        Map<CustomerField, String> values = values();
        for (Map.Entry<CustomerField, String> value : values.entrySet()) {
            Optional<String> refusal = CustomerField.refusal(value.getValue());
            if (refusal.isPresent()) {
                return rejected(value.getValue(), Reasons.text(value.getKey(), refusal.get()));
            }
        }
        if (fields.guessed()) {
            notes.add(NoteKind.READ_AS_WINDOWS_1252, fields.line());
        }
        return new ImportedLine.Good(
                row(phone.get().e164(), values), !phone.get().canBeMobile(), saidNo());
    }

    /** Empty ones at the end are columns without a name. */
    private boolean hasTooManyFields() {
        return fields.values().stream()
                .skip(plan.width())
                .anyMatch(value -> !Values.asMeant(value).isEmpty());
    }

    private ImportedLine rejected(String value, String reason) {
        return new ImportedLine.Bad(new RejectedLine(fields.line(), value, reason), fields.values());
    }

    private PhoneChoice phone() {
        PhoneChoice choice = new PhoneChoice(phones);
        for (PhoneColumn column : plan.phones().size() == 1 ? plan.phones() : mobileFirst()) {
            String cell = cell(column.index());
            choice.offer(column.kind() == ColumnKind.PARTY ? partyNumber(cell) : cell);
            if (choice.isDone()) {
                break;
            }
        }
        return choice;
    }

    /** Labels may say of each row what a column holds. */
    private List<PhoneColumn> mobileFirst() {
        return plan.phones().stream()
                .filter(column -> !NEVER_A_PHONE.matcher(label(column)).find())
                .sorted(Comparator.comparing(column -> !isMobile(column)))
                .toList();
    }

    private boolean isMobile(PhoneColumn column) {
        return column.kind() == ColumnKind.MOBILE
                || LABELLED_MOBILE.matcher(label(column)).find();
    }

    private String label(PhoneColumn column) {
        return column.label().isPresent() ? cell(column.label().getAsInt()).toLowerCase(Locale.ROOT) : "";
    }

    /** {@code 254712345678 - JOHN DOE} */
    private String partyNumber(String cell) {
        String[] parts = PARTY.split(cell, 2);
        if (parts.length == 2) {
            partyName = Optional.of(Cell.Name.of(Values.asMeant(parts[1])));
        }
        return parts[0];
    }

    private Map<CustomerField, String> values() {
        Map<CustomerField, String> values = new EnumMap<>(CustomerField.class);
        put(values, CustomerField.FIRST_NAME, ColumnKind.FIRST_NAME);
        put(values, CustomerField.LAST_NAME, ColumnKind.LAST_NAME);
        put(values, CustomerField.LOCATION, ColumnKind.LOCATION);
        put(values, CustomerField.PREFERRED_PRODUCT, ColumnKind.PREFERRED_PRODUCT);
        Stream.of(column(ColumnKind.FULL_NAME).map(Cell.Name::of), partyName)
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(name -> {
                    values.putIfAbsent(CustomerField.FIRST_NAME, name.first());
                    values.putIfAbsent(CustomerField.LAST_NAME, name.last());
                });
        column(ColumnKind.LANGUAGE)
                .ifPresent(written -> values.put(
                        CustomerField.LANGUAGE,
                        readable(written.replace('_', '-'), Languages::canonical, NoteKind.UNREADABLE_LANGUAGE)));
        column(ColumnKind.TIME_ZONE)
                .ifPresent(written -> values.put(
                        CustomerField.TIME_ZONE, readable(written, TimeZones::named, NoteKind.UNREADABLE_TIME_ZONE)));
        return values;
    }

    private void put(Map<CustomerField, String> values, CustomerField field, ColumnKind kind) {
        column(kind).ifPresent(value -> values.put(field, value));
    }

    private String readable(String written, Function<String, Optional<String>> read, NoteKind note) {
        if (written.isEmpty()) {
            return "";
        }
        Optional<String> value = read.apply(written);
        if (value.isEmpty()) {
            notes.add(note, fields.line());
        }
        return value.orElse("");
    }

    private Optional<String> column(ColumnKind kind) {
        return Optional.ofNullable(plan.values().get(kind)).map(this::cell);
    }

    /** Missing last fields are empty. */
    private String cell(int index) {
        return index < fields.values().size() ? Cell.value(fields.values().get(index)) : "";
    }

    private boolean saidNo() {
        boolean no = false;
        for (ConsentColumn column : plan.consents()) {
            Consent consent = ColumnNames.get().consent(column.kind(), cell(column.index()));
            if (consent == Consent.UNREADABLE) {
                notes.add(NoteKind.UNREADABLE_CONSENT, fields.line());
            }
            no |= consent == Consent.NO;
        }
        return no;
    }

    private static CustomerRow row(String phone, Map<CustomerField, String> values) {
        return new CustomerRow(
                phone,
                values.getOrDefault(CustomerField.FIRST_NAME, ""),
                values.getOrDefault(CustomerField.LAST_NAME, ""),
                values.getOrDefault(CustomerField.LOCATION, ""),
                values.getOrDefault(CustomerField.PREFERRED_PRODUCT, ""),
                values.getOrDefault(CustomerField.LANGUAGE, ""),
                values.getOrDefault(CustomerField.TIME_ZONE, ""));
    }
}
