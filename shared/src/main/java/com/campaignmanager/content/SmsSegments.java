package com.campaignmanager.content;

/**
 * How many parts an SMS takes, by 3GPP TS 23.038 (GSM 03.38) and TS 23.040: one part holds 160 septets or 70 UTF-16
 * units, and of several parts each holds 153 or 67. Neither an escape sequence nor a surrogate pair is split over parts.
 *
 * @param units septets in {@link Encoding#GSM_7}, UTF-16 code units in {@link Encoding#UCS_2}
 * @param count parts; an empty message is one
 */
public record SmsSegments(Encoding encoding, int units, int count) {

    /** How a message is written on the air. One character outside GSM-7 makes the whole message UCS-2. */
    public enum Encoding {
        GSM_7("GSM-7", 160, 153),
        UCS_2("UCS-2", 70, 67);

        private final String word;
        private final int single;
        private final int part;

        Encoding(String word, int single, int part) {
            this.word = word;
            this.single = single;
            this.part = part;
        }

        /** The word on the wire. */
        public String wireName() {
            return word;
        }

        /** What the character at this index takes: a code point's units in UCS-2, its septets in GSM-7. */
        private int unitsAt(String content, int index) {
            return this == UCS_2
                    ? Character.charCount(content.codePointAt(index))
                    : GsmAlphabet.septets(content.charAt(index));
        }
    }

    public static SmsSegments of(String content) {
        Encoding encoding = GsmAlphabet.holds(content) ? Encoding.GSM_7 : Encoding.UCS_2;
        int units = 0;
        int parts = 1;
        int inPart = 0;
        for (int i = 0; i < content.length(); i += Character.charCount(content.codePointAt(i))) {
            int more = encoding.unitsAt(content, i);
            units += more;
            if (inPart + more > encoding.part) {
                parts++;
                inPart = 0;
            }
            inPart += more;
        }
        return new SmsSegments(encoding, units, units <= encoding.single ? 1 : parts);
    }
}
