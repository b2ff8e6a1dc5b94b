package com.campaignmanager.csv;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** How the bytes of a text file stand for characters, told by its byte order mark. */
public enum TextEncoding {
    /** Also without a mark. A line that is not UTF-8 is taken for Windows-1252. */
    UTF_8(StandardCharsets.UTF_8, 1, 0xEF, 0xBB, 0xBF),
    UTF_16LE(StandardCharsets.UTF_16LE, 2, 0xFF, 0xFE),
    UTF_16BE(StandardCharsets.UTF_16BE, 2, 0xFE, 0xFF);

    static final int LONGEST_MARK = 3;
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    private final Charset charset;
    private final int unit;
    private final byte[] mark;

    TextEncoding(Charset charset, int unit, int... mark) {
        this.charset = charset;
        this.unit = unit;
        this.mark = new byte[mark.length];
        for (int i = 0; i < mark.length; i++) {
            this.mark[i] = (byte) mark[i];
        }
    }

    /** @param start a file's first bytes, at least as many as the longest mark has where the file has them */
    static TextEncoding of(byte[] start) {
        for (TextEncoding encoding : values()) {
            if (encoding.isMarkedIn(start)) {
                return encoding;
            }
        }
        return UTF_8;
    }

    private boolean isMarkedIn(byte[] start) {
        return start.length >= mark.length && Arrays.equals(start, 0, mark.length, mark, 0, mark.length);
    }

    /** Bytes that the mark takes at the start of this file. */
    int markLength(byte[] start) {
        return isMarkedIn(start) ? mark.length : 0;
    }

    /** Bytes of a carriage return or a line feed. */
    int unit() {
        return unit;
    }

    /** Whether this character of ASCII stands there. */
    boolean isAt(byte[] bytes, int index, char ascii) {
        return switch (this) {
            case UTF_8 -> bytes[index] == ascii;
            case UTF_16LE -> bytes[index] == ascii && bytes[index + 1] == 0;
            case UTF_16BE -> bytes[index] == 0 && bytes[index + 1] == ascii;
        };
    }

    /** @param guessed whether the bytes were not UTF-8, and were read as Windows-1252 */
    record Decoded(String text, boolean guessed) {}

    Decoded decode(byte[] bytes, int from, int length) {
        if (this == UTF_8 && !isAscii(bytes, from, length)) {
            return decodeUtf8(bytes, from, length);
        }
        return new Decoded(new String(bytes, from, length, charset), false);
    }

    private static Decoded decodeUtf8(byte[] bytes, int from, int length) {
        CharsetDecoder strict = StandardCharsets.UTF_8.newDecoder();
        try {
            return new Decoded(
                    strict.decode(ByteBuffer.wrap(bytes, from, length)).toString(), false);
        } catch (CharacterCodingException e) {
            return new Decoded(new String(bytes, from, length, WINDOWS_1252), true);
        }
    }

    private static boolean isAscii(byte[] bytes, int from, int length) {
        for (int i = from; i < from + length; i++) {
            if (bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }
}
