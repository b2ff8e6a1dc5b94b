package com.campaignmanager.customer;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.customer.PhoneReading.Fault;
import com.campaignmanager.customer.PhoneReading.Refused;
import com.campaignmanager.customer.PhoneReading.Valid;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumbersTest {
    private final PhoneNumbers anywhere = new PhoneNumbers(Optional.empty());
    private final PhoneNumbers kenya = new PhoneNumbers(Optional.of("KE"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+254712345678",
                "+254 712 345 678",
                "+254-712-345-678",
                "+254 (712) 345678",
                "  +254712345678 ",
                "\u202A+254712345678\u202C",
                "+254\u00A0712\u2009345\u3000678",
                "+254.712.345.678",
                "+254\u2011712\u2013345\u2212678",
                "(+254) [712] {345} 678",
                "+254\u00AD712\u200B345\u2060678",
                "00254712345678",
                "00 254 712 345 678",
                "+254712345678.0",
                "00254712345678.0",
                "\uFF0B254712345678",
                "+\u0662\u0665\u0664\u0667\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668"
            })
    void a_number_with_country_code_is_read_however_it_is_spaced(String written) {
        assertThat(anywhere.e164(written)).contains("+254712345678");
    }

    @Test
    void a_number_without_country_code_is_of_the_default_region_if_there_is_one() {
        assertThat(kenya.e164("0712345678")).contains("+254712345678");
        assertThat(kenya.e164("254712345678")).contains("+254712345678");
        assertThat(kenya.e164("+14155552671")).contains("+14155552671");
        assertThat(anywhere.e164("0712345678")).isEmpty();
        assertThat(anywhere.e164("254712345678")).isEmpty();
    }

    @Test
    void two_leading_zeros_stand_for_a_plus_only_where_that_makes_a_valid_number() {
        PhoneNumbers singapore = new PhoneNumbers(Optional.of("SG"));
        assertThat(singapore.e164("0041 44 668 1800")).contains("+41446681800");
        assertThat(singapore.e164("001 44 20 7946 0018")).contains("+442079460018");
        assertThat(kenya.e164("00712345678")).isEmpty();
    }

    @Test
    void a_landline_is_told_from_a_number_that_can_be_a_mobile() {
        assertThat(kenya.read("0712345678")).isEqualTo(new Valid("+254712345678", true));
        assertThat(kenya.read("+493023125112")).isEqualTo(new Valid("+493023125112", false));
        assertThat(kenya.read("+14155552671")).isEqualTo(new Valid("+14155552671", true));
    }

    @ParameterizedTest
    @CsvSource({
        "'', EMPTY",
        "\u200B\u00A0, EMPTY",
        "n/a, NOT_A_NUMBER",
        "-, NOT_A_NUMBER",
        "0712 O45678, NOT_A_NUMBER",
        "0712345678/9, NOT_A_NUMBER",
        "*144#, NOT_A_NUMBER",
        "2.54713E+11, CUT_BY_SPREADSHEET",
        "'2,54713E+11', CUT_BY_SPREADSHEET",
        "2.5e11, CUT_BY_SPREADSHEET",
        "#######, CUT_BY_SPREADSHEET",
        "12345, NO_SUCH_NUMBER",
        "+999712345678, NO_SUCH_NUMBER"
    })
    void a_refusal_says_what_is_wrong(String written, Fault fault) {
        assertThat(kenya.read(written)).isEqualTo(new Refused(fault));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "12345",
                "+49 30 23125 112/13",
                "+49 30 23125 112 / 13",
                "+254712345678*5",
                "0712345678 0712345679",
                "+254712345678 +254712345679",
                "0712345678;0712345679",
                "0712345678,0712345679",
                "0712345678|0712345679",
                "0712345678&9",
                "0712345678_9",
                "+254712345678 x5",
                "+2547123\uD83C\uDF8945678",
                "712+345678",
                "+254",
                "+25471234567",
                "+2547123456789",
                "+999712345678",
                "+254712345678 ext. 5",
                "+254712345678#5",
                "+25471234a5678",
                "+254712ABCDEF",
                "tel:+254712345678",
                "+254712345678\u0000",
                "+254712345678\uD83C",
                "+254712345678/+254712345679",
                "++"
            })
    void what_is_no_valid_number_is_refused(String written) {
        assertThat(kenya.e164(written)).isEmpty();
    }

    @Test
    void an_absurdly_long_number_is_refused() {
        assertThat(anywhere.e164("+" + "1".repeat(1_000_000))).isEmpty();
    }

    @Test
    void a_number_of_any_country_is_read_alike_with_and_without_spaces() {
        PhoneNumberUtil library = PhoneNumberUtil.getInstance();
        Random random = new Random(164);
        int valid = 0;
        for (int code : library.getSupportedCallingCodes()) {
            for (int i = 0; i < 100; i++) {
                String digits = String.valueOf(random.nextLong(1, 10)) + random.nextLong(10_000, 10_000_000_000L);
                Optional<String> tight = anywhere.e164("+" + code + digits);
                assertThat(tight).isEqualTo(anywhere.e164("+" + code + " " + digits));
                valid += tight.isPresent() ? 1 : 0;
            }
        }
        assertThat(valid).isGreaterThan(300);
    }
}
