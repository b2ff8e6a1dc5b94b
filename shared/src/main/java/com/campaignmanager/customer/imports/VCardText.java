package com.campaignmanager.customer.imports;

import com.campaignmanager.csv.PhysicalLine;
import com.campaignmanager.csv.PhysicalLines;
import com.campaignmanager.customer.Values;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The lines of one vCard. Pictures and sounds are left out, which may be a thousand times as long as the rest.
 *
 * @param line where it begins, from 1
 * @param complete whether its end was found before the next one began, or it became longer than a card can be
 */
record VCardText(long line, String text, boolean complete, boolean guessed) {
    /** In characters, without pictures and sounds. */
    private static final int MAX_LENGTH = 128 * 1024;

    private static final Pattern BEGIN = Pattern.compile("BEGIN\\s*:\\s*VCARD", Pattern.CASE_INSENSITIVE);
    private static final Pattern END = Pattern.compile("END\\s*:\\s*VCARD", Pattern.CASE_INSENSITIVE);
    private static final Pattern BINARY =
            Pattern.compile("(?:[a-z0-9-]+\\.)?(?:photo|logo|sound|key|x-[a-z-]*photo)[;:].*");

    static boolean begins(String line) {
        return BEGIN.matcher(Values.asMeant(line)).matches();
    }

    /** Takes the next one, and the lines before it; empty at the file's end. */
    static Optional<VCardText> next(PhysicalLines lines) {
        Optional<PhysicalLine> line = lines.peek(0);
        while (line.isPresent() && !begins(line.get().text())) {
            lines.take(1);
            line = lines.peek(0);
        }
        return line.map(first -> collected(lines, first));
    }

    private static VCardText collected(PhysicalLines lines, PhysicalLine first) {
        lines.take(1);
        StringBuilder text = new StringBuilder(first.text()).append("\r\n");
        boolean guessed = first.guessed();
        boolean binary = false;
        for (Optional<PhysicalLine> next = lines.peek(0); next.isPresent(); next = lines.peek(0)) {
            String line = next.get().text();
            if (begins(line) || text.length() > MAX_LENGTH) {
                return new VCardText(first.number(), text.toString(), false, guessed);
            }
            lines.take(1);
            binary = binary ? isMoreOfIt(line) : isBinary(line);
            if (!binary) {
                text.append(line).append("\r\n");
                guessed |= next.get().guessed();
            }
            if (END.matcher(Values.asMeant(line)).matches()) {
                return new VCardText(first.number(), text.toString(), true, guessed);
            }
        }
        return new VCardText(first.number(), text.toString(), false, guessed);
    }

    private static boolean isBinary(String line) {
        return BINARY.matcher(line.toLowerCase(Locale.ROOT)).matches();
    }

    /** A folded line begins with a blank; in version 2.1 base64 may go on without, and has no colon. */
    private static boolean isMoreOfIt(String line) {
        return line.isEmpty() || line.charAt(0) == ' ' || line.charAt(0) == '\t' || line.indexOf(':') < 0;
    }
}
