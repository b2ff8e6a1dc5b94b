package com.campaignmanager.customer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
                "\u202A+254712345678\u202C"
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "12345",
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
