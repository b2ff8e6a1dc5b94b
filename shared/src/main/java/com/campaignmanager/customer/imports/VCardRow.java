package com.campaignmanager.customer.imports;

import com.campaignmanager.customer.CustomerField;
import com.campaignmanager.customer.Languages;
import com.campaignmanager.customer.PhoneNumbers;
import com.campaignmanager.customer.PhoneReading.Valid;
import com.campaignmanager.customer.TimeZones;
import com.campaignmanager.customer.Values;
import ezvcard.VCard;
import ezvcard.io.text.VCardReader;
import ezvcard.parameter.TelephoneType;
import ezvcard.property.Address;
import ezvcard.property.FormattedName;
import ezvcard.property.Language;
import ezvcard.property.StructuredName;
import ezvcard.property.Telephone;
import ezvcard.property.Timezone;
import ezvcard.util.TelUri;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Judges one vCard of version 2.1, 3.0 or 4.0. */
final class VCardRow {
    private static final List<TelephoneType> NEVER_A_PHONE = List.of(TelephoneType.FAX, TelephoneType.PAGER);

    private final PhoneNumbers phones;
    private final ImportNotes notes;

    VCardRow(PhoneNumbers phones, ImportNotes notes) {
        this.phones = phones;
        this.notes = notes;
    }

    ImportedLine judged(VCardText text) {
        Optional<VCard> card = text.complete() ? parsed(text.text()) : Optional.empty();
        if (card.isEmpty()) {
            String reason = "card not closed: no END:VCARD was found before the next card began or it became too long";
            return new ImportedLine.Bad(new RejectedLine(text.line(), "", reason), List.of("", ""));
        }
        return judged(text, card.get());
    }

    private static Optional<VCard> parsed(String text) {
        try (VCardReader reader = new VCardReader(text)) {
            return Optional.ofNullable(reader.readNext());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ImportedLine judged(VCardText text, VCard card) {
        List<String> numbers = numbers(card);
        PhoneChoice choice = new PhoneChoice(phones);
        for (String number : numbers) {
            choice.offer(number);
        }
        Cell.Name name = name(card);
        List<String> shown = List.of((name.first() + " " + name.last()).strip(), String.join(" ::: ", numbers));
        Optional<Valid> phone = choice.chosen();
        if (phone.isEmpty()) {
            PhoneChoice.Refusal refusal = choice.refusal();
            return bad(text, refusal.value(), Reasons.phone(refusal.fault(), phones), shown);
        }
        Map<CustomerField, String> values = values(card, name, text.line());
        for (Map.Entry<CustomerField, String> value : values.entrySet()) {
            Optional<String> refused = CustomerField.refusal(value.getValue());
            if (refused.isPresent()) {
                return bad(text, value.getValue(), Reasons.text(value.getKey(), refused.get()), shown);
            }
        }
        if (text.guessed()) {
            notes.add(NoteKind.READ_AS_WINDOWS_1252, text.line());
        }
        CustomerRow row = new CustomerRow(
                phone.get().e164(),
                name.first(),
                name.last(),
                values.get(CustomerField.LOCATION),
                "",
                values.get(CustomerField.LANGUAGE),
                values.get(CustomerField.TIME_ZONE));
        return new ImportedLine.Good(row, !phone.get().canBeMobile(), false);
    }

    private static ImportedLine bad(VCardText text, String value, String reason, List<String> shown) {
        return new ImportedLine.Bad(new RejectedLine(text.line(), value, reason), shown);
    }

    /** Mobiles first; without those of fax and pager. */
    private static List<String> numbers(VCard card) {
        return card.getTelephoneNumbers().stream()
                .filter(telephone -> telephone.getTypes().stream().noneMatch(NEVER_A_PHONE::contains))
                .sorted(Comparator.comparing(telephone -> !telephone.getTypes().contains(TelephoneType.CELL)))
                .map(VCardRow::number)
                .filter(number -> !number.isEmpty())
                .toList();
    }

    /** An extension can't be reached by a message: with it the number is none. */
    private static String number(Telephone telephone) {
        TelUri uri = telephone.getUri();
        if (uri == null) {
            return Values.asMeant(Objects.requireNonNullElse(telephone.getText(), ""));
        }
        return uri.getExtension() == null ? uri.getNumber() : uri.getNumber() + " ext. " + uri.getExtension();
    }

    private static Cell.Name name(VCard card) {
        StructuredName parts = card.getStructuredName();
        if (parts != null) {
            Cell.Name name = new Cell.Name(meant(parts.getGiven()), meant(parts.getFamily()));
            if (!name.first().isEmpty() || !name.last().isEmpty()) {
                return name;
            }
        }
        FormattedName whole = card.getFormattedName();
        return Cell.Name.of(whole == null ? "" : meant(whole.getValue()));
    }

    private Map<CustomerField, String> values(VCard card, Cell.Name name, long line) {
        Map<CustomerField, String> values = new EnumMap<>(CustomerField.class);
        values.put(CustomerField.FIRST_NAME, name.first());
        values.put(CustomerField.LAST_NAME, name.last());
        values.put(CustomerField.LOCATION, first(card.getAddresses().stream().map(Address::getLocality)));
        String language = first(card.getLanguages().stream().map(Language::getValue));
        Optional<String> canonical = Languages.canonical(language);
        if (canonical.isEmpty() && !language.isEmpty()) {
            notes.add(NoteKind.UNREADABLE_LANGUAGE, line);
        }
        values.put(CustomerField.LANGUAGE, canonical.orElse(""));
        String zone = first(Stream.ofNullable(card.getTimezone()).map(Timezone::getText));
        values.put(CustomerField.TIME_ZONE, TimeZones.named(zone).orElse(""));
        return values;
    }

    private static String first(Stream<String> values) {
        return values.map(VCardRow::meant)
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String meant(String value) {
        return Values.asMeant(Objects.requireNonNullElse(value, ""));
    }
}
