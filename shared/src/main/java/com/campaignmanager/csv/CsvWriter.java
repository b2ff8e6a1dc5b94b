package com.campaignmanager.csv;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Writes records that spreadsheets open without running anything: a field that a spreadsheet might take for a formula gets an
 * apostrophe before it, as OWASP advises. A phone number in E.164 stays as it is.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
public final class CsvWriter {
    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");
    private static final String FORMULA_SIGNS = "=+-@\t\r\uFF1D\uFF0B\uFF0D\uFF20";

    private CsvWriter() {}

    /** Appends a record, with CRLF at its end. */
    public static void append(StringBuilder out, List<String> fields) {
        for (int i = 0; i < fields.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            appendField(out, guarded(fields.get(i)));
        }
        out.append("\r\n");
    }

    private static String guarded(String field) {
        boolean risky = !field.isEmpty()
                && FORMULA_SIGNS.indexOf(field.charAt(0)) >= 0
                && !E164.matcher(field).matches();
        return risky ? "'" + field : field;
    }

    private static void appendField(StringBuilder out, String field) {
        if (field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')) {
            out.append(field);
        } else {
            out.append('"').append(field.replace("\"", "\"\"")).append('"');
        }
    }
}
