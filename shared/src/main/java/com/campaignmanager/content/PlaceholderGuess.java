package com.campaignmanager.content;

import java.text.Normalizer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Guesses which placeholder somebody meant by another word, so that a refusal can say so. */
final class PlaceholderGuess {
    private static final Pattern OTHER_THAN_LETTERS = Pattern.compile("[^\\p{L}]+");

    /** Shorter words resemble too many others. */
    private static final int MIN_LENGTH = 5;

    private static final int MAX_EDITS = 2;

    /** Words by {@link #plain}: the placeholders' own names, other English ones, and those of some languages. */
    private static final Map<String, Placeholder> WORDS = words();

    private PlaceholderGuess() {}

    private static Map<String, Placeholder> words() {
        Map<String, Placeholder> words = new HashMap<>();
        for (Placeholder placeholder : Placeholder.values()) {
            words.put(plain(placeholder.wireName()), placeholder);
            others(placeholder).forEach(word -> words.put(plain(word), placeholder));
        }
        return Map.copyOf(words);
    }

    private static List<String> others(Placeholder placeholder) {
        return switch (placeholder) {
            case FIRST_NAME ->
                List.of(
                        "name",
                        "fname",
                        "forename",
                        "given name",
                        "customer",
                        "customer name",
                        "full name",
                        "vorname",
                        "prénom",
                        "nombre",
                        "nome",
                        "voornaam",
                        "imię",
                        "jina",
                        "jina la kwanza",
                        "förnamn",
                        "имя",
                        "الاسم",
                        "名字",
                        "名");
            case LAST_NAME ->
                List.of(
                        "surname",
                        "lname",
                        "family name",
                        "nachname",
                        "familienname",
                        "nom",
                        "nom de famille",
                        "apellido",
                        "apellidos",
                        "sobrenome",
                        "apelido",
                        "cognome",
                        "achternaam",
                        "nazwisko",
                        "jina la mwisho",
                        "efternamn",
                        "фамилия",
                        "اسم العائلة",
                        "姓");
            case LOCATION ->
                List.of(
                        "city", "town", "place", "region", "county", "ort", "wohnort", "stadt", "ville", "lieu",
                        "ciudad", "cidade", "città", "stad", "plaats", "miasto", "mji", "mahali", "город", "المدينة",
                        "城市");
            case PREFERRED_PRODUCT ->
                List.of(
                        "product",
                        "products",
                        "item",
                        "favorite product",
                        "favourite product",
                        "produkt",
                        "lieblingsprodukt",
                        "produit",
                        "producto",
                        "produto",
                        "prodotto",
                        "bidhaa",
                        "товар",
                        "продукт",
                        "المنتج",
                        "产品");
            case PHONE ->
                List.of(
                        "phone number",
                        "telephone",
                        "tel",
                        "mobile",
                        "mobile number",
                        "cell",
                        "number",
                        "msisdn",
                        "telefon",
                        "telefonnummer",
                        "handy",
                        "handynummer",
                        "rufnummer",
                        "téléphone",
                        "teléfono",
                        "telefone",
                        "telefono",
                        "telefoon",
                        "simu",
                        "nambari",
                        "телефон",
                        "الهاتف",
                        "电话");
        };
    }

    /** The placeholder of that meaning, else the one whose name is only a slip or two away. */
    static Optional<Placeholder> of(String written) {
        String word = plain(written);
        return Optional.ofNullable(WORDS.get(word)).or(() -> nearest(word));
    }

    private static String plain(String word) {
        String decomposed = Normalizer.normalize(word, Normalizer.Form.NFKD);
        return OTHER_THAN_LETTERS.matcher(decomposed).replaceAll("").toLowerCase(Locale.ROOT);
    }

    private static Optional<Placeholder> nearest(String word) {
        if (word.length() < MIN_LENGTH) {
            return Optional.empty();
        }
        return WORDS.keySet().stream()
                .filter(known -> known.length() >= MIN_LENGTH && Math.abs(known.length() - word.length()) <= MAX_EDITS)
                .filter(known -> edits(word, known) <= Math.min(MAX_EDITS, known.length() / 4))
                .min(Comparator.comparingInt((String known) -> edits(word, known))
                        .thenComparing(Comparator.naturalOrder()))
                .map(WORDS::get);
    }

    /** How many letters must be put in, left out or replaced to make one word of the other: Levenshtein's distance. */
    private static int edits(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
