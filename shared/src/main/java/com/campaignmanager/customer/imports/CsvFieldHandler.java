package com.campaignmanager.customer.imports;

import com.campaignmanager.customer.CustomerField;
import com.campaignmanager.customer.imports.CsvFields.Fault;
import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Collects the fields of one record after the other. The parser reads bytes as ISO-8859-1, which never fails and keeps
 * commas, quotes and line ends of UTF-8 where they are; each field is decoded as UTF-8 here, so that bytes that are not
 * UTF-8 spoil their own record only. Keeps no more of a record than a good one could need.
 */
final class CsvFieldHandler extends AbstractBaseCsvCallbackHandler<CsvFields> {
    /** Fields kept of a record; the rest is counted. */
    static final int KEPT = 20;
    /** In bytes, of which a character takes four at most. */
    private static final int MAX_BYTES = 4 * CustomerField.MAX_LENGTH;

    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
    private List<String> values = List.of();
    private Optional<Fault> fault = Optional.empty();
    private boolean blank;
    private long line;

    /** The line at which the record being read begins, also when it turns out to be unreadable. */
    long line() {
        return line;
    }

    @Override
    protected void handleBegin(long startingLineNumber) {
        line = startingLineNumber;
        values = new ArrayList<>(CustomerField.values().length);
        fault = Optional.empty();
        blank = true;
    }

    @Override
    protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
        blank = blank && index == 0 && !quoted && isBlank(buffer, offset, length);
        if (index < KEPT) {
            values.add(length > MAX_BYTES ? tooLong(index) : decoded(index, buffer, offset, length));
        }
    }

    @Override
    protected CsvFields buildRecord() {
        return new CsvFields(line, values, getFieldCount(), blank, fault);
    }

    private String decoded(int index, char[] buffer, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (buffer[i] > 0x7F) {
                return decodedUtf8(index, new String(buffer, offset, length));
            }
        }
        return new String(buffer, offset, length);
    }

    private String decodedUtf8(int index, String bytes) {
        try {
            return utf8.decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return faulty(index, "is not UTF-8");
        }
    }

    private String tooLong(int index) {
        return faulty(index, "is longer than " + CustomerField.MAX_LENGTH + " characters");
    }

    private String faulty(int index, String reason) {
        if (fault.isEmpty()) {
            fault = Optional.of(new Fault(index, reason));
        }
        return "";
    }

    private static boolean isBlank(char[] buffer, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (buffer[i] != ' ' && buffer[i] != '\t') {
                return false;
            }
        }
        return true;
    }
}
