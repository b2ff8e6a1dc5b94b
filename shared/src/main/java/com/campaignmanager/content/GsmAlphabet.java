package com.campaignmanager.content;

/** The GSM 7-bit default alphabet with its extension table: 3GPP TS 23.038, 6.2.1. */
final class GsmAlphabet {
    private static final String BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    /** Each of these is written as an escape and a second septet. */
    private static final String EXTENSION = "\f^{}\\[~]|€";

    private static final byte[] SEPTETS = septets();

    private GsmAlphabet() {}

    private static byte[] septets() {
        byte[] septets = new byte['€' + 1];
        BASIC.chars().forEach(c -> septets[c] = 1);
        EXTENSION.chars().forEach(c -> septets[c] = 2);
        return septets;
    }

    /** How many septets a character takes: 1, 2, or 0 if the alphabet doesn't have it. */
    static int septets(char c) {
        return c < SEPTETS.length ? SEPTETS[c] : 0;
    }

    static boolean holds(String content) {
        return content.chars().allMatch(c -> septets((char) c) > 0);
    }
}
