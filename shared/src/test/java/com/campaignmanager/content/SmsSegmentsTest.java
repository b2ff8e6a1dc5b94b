package com.campaignmanager.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.content.SmsSegments.Encoding;
import com.cloudhopper.commons.charset.CharsetUtil;
import com.cloudhopper.commons.charset.GSMCharset;
import org.junit.jupiter.api.Test;

class SmsSegmentsTest {
    private static final String EMOJI = "\uD83C\uDF89";

    @Test
    void the_alphabet_is_that_of_an_independent_implementation() {
        for (char c = 0; c < Character.MAX_VALUE; c++) {
            String one = String.valueOf(c);
            boolean theirs = c != 0x1B && GSMCharset.canRepresent(one);
            int septets = theirs ? CharsetUtil.CHARSET_GSM.encode(one).length : 0;
            assertThat(GsmAlphabet.septets(c)).as("U+%04X", (int) c).isEqualTo(septets);
        }
    }

    @Test
    void one_part_holds_160_septets_and_several_153_each() {
        assertThat(SmsSegments.of("")).isEqualTo(new SmsSegments(Encoding.GSM_7, 0, 1));
        assertThat(SmsSegments.of("a".repeat(160))).isEqualTo(new SmsSegments(Encoding.GSM_7, 160, 1));
        assertThat(SmsSegments.of("a".repeat(161))).isEqualTo(new SmsSegments(Encoding.GSM_7, 161, 2));
        assertThat(SmsSegments.of("a".repeat(306))).isEqualTo(new SmsSegments(Encoding.GSM_7, 306, 2));
        assertThat(SmsSegments.of("a".repeat(307))).isEqualTo(new SmsSegments(Encoding.GSM_7, 307, 3));
    }

    @Test
    void an_extended_character_counts_two_and_is_never_split() {
        assertThat(SmsSegments.of("€".repeat(80))).isEqualTo(new SmsSegments(Encoding.GSM_7, 160, 1));
        assertThat(SmsSegments.of("€".repeat(81))).isEqualTo(new SmsSegments(Encoding.GSM_7, 162, 2));
        // 306 septets fit in two parts, but not if the 153rd would begin an escape sequence.
        assertThat(SmsSegments.of("a".repeat(152) + "{" + "a".repeat(152)))
                .isEqualTo(new SmsSegments(Encoding.GSM_7, 306, 3));
        assertThat(SmsSegments.of("a".repeat(151) + "{" + "a".repeat(153)))
                .isEqualTo(new SmsSegments(Encoding.GSM_7, 306, 2));
    }

    @Test
    void one_foreign_character_makes_the_whole_message_ucs_2() {
        assertThat(SmsSegments.of("`")).isEqualTo(new SmsSegments(Encoding.UCS_2, 1, 1));
        assertThat(SmsSegments.of("ç" + "a".repeat(69))).isEqualTo(new SmsSegments(Encoding.UCS_2, 70, 1));
        assertThat(SmsSegments.of("ç" + "a".repeat(70))).isEqualTo(new SmsSegments(Encoding.UCS_2, 71, 2));
        assertThat(SmsSegments.of("’" + "€".repeat(134))).isEqualTo(new SmsSegments(Encoding.UCS_2, 135, 3));
    }

    @Test
    void an_emoji_counts_two_and_is_never_split() {
        assertThat(SmsSegments.of(EMOJI.repeat(35))).isEqualTo(new SmsSegments(Encoding.UCS_2, 70, 1));
        // 67 units are 33 emoji and one to spare.
        assertThat(SmsSegments.of(EMOJI.repeat(66))).isEqualTo(new SmsSegments(Encoding.UCS_2, 132, 2));
        assertThat(SmsSegments.of(EMOJI.repeat(67))).isEqualTo(new SmsSegments(Encoding.UCS_2, 134, 3));
    }

    @Test
    void the_encodings_are_named_as_on_the_wire() {
        assertThat(Encoding.GSM_7.wireName()).isEqualTo("GSM-7");
        assertThat(Encoding.UCS_2.wireName()).isEqualTo("UCS-2");
    }
}
