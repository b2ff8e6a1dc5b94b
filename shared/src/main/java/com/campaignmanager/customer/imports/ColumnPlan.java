package com.campaignmanager.customer.imports;

import com.campaignmanager.customer.CustomerField;
import com.campaignmanager.customer.Values;
import com.campaignmanager.customer.imports.ColumnNames.Meaning;
import com.campaignmanager.customer.imports.ImportOptions.Choice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which columns of a file are read as what.
 *
 * @param width how many columns there are
 * @param phones those that may hold a phone number, the ones to be tried first in front
 * @param values the column of each other kind, where there is one
 * @param consents all those that say whether someone wants messages
 * @param ignored the names of those that are not read
 */
record ColumnPlan(
        int width,
        List<PhoneColumn> phones,
        Map<ColumnKind, Integer> values,
        List<ConsentColumn> consents,
        List<String> ignored) {
    /** Columns that are named as ignored; a file may have thousands. */
    private static final int MAX_IGNORED = 200;

    /** @param label the column that says what kind of number it is, as Google's contacts have it */
    record PhoneColumn(int index, ColumnKind kind, OptionalInt label) {}

    record ConsentColumn(int index, ColumnKind kind) {}

    /** How much of the header is understood. */
    int understood() {
        return phones.size() + values.size() + consents.size();
    }

    /** What a row of the file gives of a customer. */
    Set<CustomerField> fields() {
        Set<CustomerField> fields = EnumSet.of(CustomerField.PHONE);
        values.keySet().forEach(kind -> fields.addAll(fields(kind)));
        if (phones.stream().anyMatch(phone -> phone.kind == ColumnKind.PARTY)) {
            fields.addAll(fields(ColumnKind.FULL_NAME));
        }
        return fields;
    }

    private static Set<CustomerField> fields(ColumnKind kind) {
        return switch (kind) {
            case FIRST_NAME -> EnumSet.of(CustomerField.FIRST_NAME);
            case LAST_NAME -> EnumSet.of(CustomerField.LAST_NAME);
            case FULL_NAME -> EnumSet.of(CustomerField.FIRST_NAME, CustomerField.LAST_NAME);
            case LOCATION -> EnumSet.of(CustomerField.LOCATION);
            case PREFERRED_PRODUCT -> EnumSet.of(CustomerField.PREFERRED_PRODUCT);
            case LANGUAGE -> EnumSet.of(CustomerField.LANGUAGE);
            case TIME_ZONE -> EnumSet.of(CustomerField.TIME_ZONE);
            case MOBILE, PHONE, PARTY, CONSENT, OPT_OUT, OWN -> EnumSet.noneOf(CustomerField.class);
        };
    }

    /** Empty if no column is a phone, or one of those that the caller has chosen is missing. */
    static Optional<ColumnPlan> of(List<String> header, ImportOptions options) {
        List<String> names = header.stream().map(Values::asMeant).toList();
        List<Choice> choices = options.choices();
        return choices.isEmpty() ? byNames(names) : chosen(names, choices);
    }

    private static Optional<ColumnPlan> byNames(List<String> names) {
        List<PhoneColumn> phones = new ArrayList<>();
        Map<ColumnKind, Integer> values = new EnumMap<>(ColumnKind.class);
        Map<ColumnKind, Integer> ranks = new EnumMap<>(ColumnKind.class);
        for (int i = 0; i < names.size(); i++) {
            Optional<Meaning> meaning = ColumnNames.get().meaning(names.get(i));
            if (meaning.isPresent() && meaning.get().kind().isPhone()) {
                phones.add(new PhoneColumn(i, meaning.get().kind(), label(names, i)));
            } else if (meaning.isPresent() && isValue(meaning.get().kind())) {
                ColumnKind kind = meaning.get().kind();
                if (meaning.get().rank() < ranks.getOrDefault(kind, Integer.MAX_VALUE)) {
                    ranks.put(kind, meaning.get().rank());
                    values.put(kind, i);
                }
            }
        }
        phones.sort(Comparator.comparing(PhoneColumn::kind));
        useFullName(values);
        return phones.isEmpty() ? Optional.empty() : Optional.of(plan(names, phones, values));
    }

    private static boolean isValue(ColumnKind kind) {
        return !kind.isPhone() && !kind.saysNo() && kind != ColumnKind.OWN;
    }

    /** A name beside a last name is a first name; beside a first name it only repeats it. */
    private static void useFullName(Map<ColumnKind, Integer> values) {
        if (values.containsKey(ColumnKind.FULL_NAME)) {
            if (values.containsKey(ColumnKind.FIRST_NAME)) {
                values.remove(ColumnKind.FULL_NAME);
            } else if (values.containsKey(ColumnKind.LAST_NAME)) {
                values.put(ColumnKind.FIRST_NAME, values.remove(ColumnKind.FULL_NAME));
            }
        }
    }

    private static OptionalInt label(List<String> names, int phone) {
        String name = Words.exact(names.get(phone));
        if (!name.endsWith("value")) {
            return OptionalInt.empty();
        }
        String stem = name.substring(0, name.length() - "value".length());
        return IntStream.range(0, names.size())
                .filter(i -> Set.of(stem + "label", stem + "type").contains(Words.exact(names.get(i))))
                .findFirst();
    }

    private static Optional<ColumnPlan> chosen(List<String> names, List<Choice> choices) {
        List<PhoneColumn> phones = new ArrayList<>();
        Map<ColumnKind, Integer> values = new EnumMap<>(ColumnKind.class);
        for (Choice choice : choices) {
            OptionalInt index = find(names, choice.name());
            if (index.isEmpty()) {
                return Optional.empty();
            }
            if (choice.kind() == ColumnKind.PHONE) {
                phones.add(new PhoneColumn(index.getAsInt(), ColumnKind.PHONE, OptionalInt.empty()));
            } else if (isValue(choice.kind())) {
                values.put(choice.kind(), index.getAsInt());
            }
        }
        ColumnPlan plan = plan(names, phones, values);
        List<ConsentColumn> consents = new ArrayList<>(plan.consents);
        choices.stream()
                .filter(choice -> choice.kind().saysNo())
                .map(choice -> new ConsentColumn(find(names, choice.name()).orElseThrow(), choice.kind()))
                .filter(consent -> !consents.contains(consent))
                .forEach(consents::add);
        return Optional.of(new ColumnPlan(plan.width, phones, values, consents, plan.ignored));
    }

    private static OptionalInt find(List<String> names, String name) {
        OptionalInt same = IntStream.range(0, names.size())
                .filter(i -> names.get(i).equalsIgnoreCase(name))
                .findFirst();
        String word = Words.exact(name);
        return same.isPresent() || word.isEmpty()
                ? same
                : IntStream.range(0, names.size())
                        .filter(i -> Words.exact(names.get(i)).equals(word))
                        .findFirst();
    }

    /** Consent is read by the names of its columns in any case: a choice of other columns must not drop a no. */
    private static ColumnPlan plan(List<String> names, List<PhoneColumn> phones, Map<ColumnKind, Integer> values) {
        List<ConsentColumn> consents = new ArrayList<>();
        Set<Integer> read = new HashSet<>(values.values());
        phones.forEach(phone -> {
            read.add(phone.index);
            phone.label.ifPresent(read::add);
        });
        List<String> ignored = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Optional<ColumnKind> kind = ColumnNames.get().meaning(names.get(i)).map(Meaning::kind);
            if (read.contains(i)
                    || kind.filter(found -> found == ColumnKind.OWN).isPresent()) {
                continue;
            }
            if (kind.filter(ColumnKind::saysNo).isPresent()) {
                consents.add(new ConsentColumn(i, kind.get()));
            } else if (!names.get(i).isEmpty() && ignored.size() < MAX_IGNORED) {
                ignored.add(names.get(i));
            }
        }
        return new ColumnPlan(names.size(), List.copyOf(phones), Map.copyOf(values), consents, ignored);
    }
}
