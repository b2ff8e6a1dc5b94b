package com.campaignmanager.customer.imports;

import com.campaignmanager.customer.CustomerField;
import com.campaignmanager.customer.PhoneNumbers;
import com.campaignmanager.customer.imports.CsvFields.Fault;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.problem.ProblemException.Kind;
import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads customers from a CSV file, one line after the other, in memory that doesn't grow with the file: RFC 4180 with a
 * header, UTF-8 with or without byte order mark, LF or CRLF. Blank lines are skipped.
 */
final class CsvReading implements AutoCloseable {
    /** A field this long, in bytes, is taken for a quote that was never closed. */
    private static final int MAX_FIELD_LENGTH = 1 << 20;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final PhoneNumbers phones;
    private final CsvFieldHandler handler = new CsvFieldHandler();
    private final CloseableIterator<CsvFields> records;
    private final CsvHeader header;

    /**
     * Reads the header.
     *
     * @throws ProblemException {@code bad_csv_header}, naming what is unknown, missing or repeated
     */
    CsvReading(InputStream csv, PhoneNumbers phones) throws IOException {
        this.phones = phones;
        this.records = CsvReader.builder()
                .maxBufferSize(MAX_FIELD_LENGTH)
                .allowUnclosedQuote(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .build(handler, new InputStreamReader(withoutMark(csv), StandardCharsets.ISO_8859_1))
                .iterator();
        this.header = CsvHeader.of(nextFields().orElseThrow(() -> CsvHeader.bad("the file is empty")));
    }

    private static InputStream withoutMark(InputStream csv) throws IOException {
        PushbackInputStream stream = new PushbackInputStream(csv, BYTE_ORDER_MARK.length);
        byte[] start = stream.readNBytes(BYTE_ORDER_MARK.length);
        if (!Arrays.equals(start, BYTE_ORDER_MARK)) {
            stream.unread(start);
        }
        return stream;
    }

    /** The fields that the file has a column for. */
    Set<CustomerField> fields() {
        return header.fields();
    }

    /**
     * The next line, or empty at the end of the file.
     *
     * @throws ProblemException {@code bad_csv}, naming the line from which on the file can't be told apart into records
     */
    Optional<CsvLine> next() {
        return nextFields().map(this::judged);
    }

    /** Passes over records that have been dealt with; fewer if the file ends. */
    void skip(long count) {
        for (long i = 0; i < count && nextFields().isPresent(); i++) {
            // read and forgotten
        }
    }

    private Optional<CsvFields> nextFields() {
        try {
            while (records.hasNext()) {
                CsvFields fields = records.next();
                if (!fields.blank()) {
                    return Optional.of(fields);
                }
            }
            return Optional.empty();
        } catch (CsvParseException e) {
            if (e.getCause() != null) {
                throw e; // the library's wrapping of whatever else went wrong, memory for example
            }
            throw ProblemException.of(
                    Kind.INVALID,
                    "bad_csv",
                    "line " + handler.line()
                            + ": a field that begins here is longer than 1 MB, or is quoted and not closed,"
                            + " or followed by something other than a comma or the line's end");
        }
    }

    private CsvLine judged(CsvFields fields) {
        int expected = header.columns().size();
        if (fields.count() != expected) {
            return bad(fields, "has " + fields.count() + " fields where the header has " + expected);
        }
        if (fields.fault().isPresent()) {
            Fault fault = fields.fault().get();
            return bad(fields, header.columns().get(fault.index()).wireName() + " " + fault.reason());
        }
        Map<CustomerField, String> values = new EnumMap<>(CustomerField.class);
        for (int i = 0; i < expected; i++) {
            CustomerField field = header.columns().get(i);
            String value = fields.values().get(i);
            Optional<String> refusal = CustomerField.refusal(value);
            if (refusal.isPresent()) {
                return bad(fields, field.wireName() + " " + refusal.get());
            }
            values.put(field, value);
        }
        return phones.e164(values.get(CustomerField.PHONE))
                .<CsvLine>map(phone -> new CsvLine.Good(row(phone, values)))
                .orElseGet(() -> bad(fields, "phone is not " + phones.accepted()));
    }

    private static CustomerRow row(String phone, Map<CustomerField, String> values) {
        return new CustomerRow(
                phone,
                values.getOrDefault(CustomerField.FIRST_NAME, ""),
                values.getOrDefault(CustomerField.LAST_NAME, ""),
                values.getOrDefault(CustomerField.LOCATION, ""),
                values.getOrDefault(CustomerField.PREFERRED_PRODUCT, ""));
    }

    private static CsvLine bad(CsvFields fields, String reason) {
        return new CsvLine.Bad(new RejectedLine(fields.line(), reason));
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
