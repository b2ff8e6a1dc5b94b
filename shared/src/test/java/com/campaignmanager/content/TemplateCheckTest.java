package com.campaignmanager.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.problem.InvalidValue;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateCheckTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Hi {first_name}, {preferred_product|our shoes} in {location|}",
                "{first_name}{last_name}",
                "{}",
                "{1} and {a1}",
                "{0} of {100 %}",
                "{\"name\": \"{first_name}\", \"to\": {\"phone\": \"{phone}\"}}",
                "{\n}",
                "{ \r\n }",
                "{'a': [1, {}]}",
                "}{ 1} {",
                "open { and never closed",
                "{phones are out",
                "${first_name}",
                ":-{ see you",
                "{https://example.com}",
                "{first.name}"
            })
    void placeholders_and_other_braces_are_taken(String template) {
        assertThat(TemplateCheck.refusal(template)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '"', textBlock = """
                { first_name }      ~ { first_name } (did you mean {first_name}?)
                {First Name}        ~ {First Name} (did you mean {first_name}?)
                {FIRST_NAME}        ~ {FIRST_NAME} (did you mean {first_name}?)
                {first-name|friend} ~ {first-name} (did you mean {first_name}?)
                {firstname}         ~ {firstname} (did you mean {first_name}?)
                {frist_name}        ~ {frist_name} (did you mean {first_name}?)
                {Vorname}           ~ {Vorname} (did you mean {first_name}?)
                {Prénom|toi}        ~ {Prénom} (did you mean {first_name}?)
                {имя}               ~ {имя} (did you mean {first_name}?)
                {Nachname}          ~ {Nachname} (did you mean {last_name}?)
                {Stadt}             ~ {Stadt} (did you mean {location}?)
                {mji}               ~ {mji} (did you mean {location}?)
                {product}           ~ {product} (did you mean {preferred_product}?)
                {phone number}      ~ {phone number} (did you mean {phone}?)
                {{first_name}}      ~ {{first_name}} (did you mean {first_name}?)
                { {phone} }         ~ { {phone} } (did you mean {phone}?)
                {{last_name|x}      ~ {{last_name|x} (did you mean {last_name}?)
                {first_name|a|b}    ~ {first_name|a|b} (did you mean {first_name}?)
                Hi {first_name, you ~ {first_name (did you mean {first_name}?), which is not closed
                {First name         ~ {First name (did you mean {first_name}?), which is not closed
                {last_name|a {phone ~ "{last_name (did you mean {last_name}?), which is not closed, {phone (did you mean {phone}?), which is not closed"
                {phone|none         ~ {phone (did you mean {phone}?), which is not closed
                """)
    void a_near_miss_is_refused_with_the_placeholder_that_was_meant(String template, String message) {
        assertThat(message(template))
                .isEqualTo("unknown placeholder " + message
                        + "; there are {first_name}, {last_name}, {location}, {preferred_product}, {phone}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{voucher}", "{Gutschein|keiner}", "{ }", "{-}", "{_}", "{\u0906\u0928\u093E}", "{a-b_c d}"})
    void a_name_that_resembles_none_is_refused_without_a_guess(String template) {
        assertThat(message(template)).startsWith("unknown placeholder {").doesNotContain("did you mean");
    }

    @Test
    void an_invisible_character_in_a_name_is_refused_and_shown() {
        assertThat(message("{first_name\u200B}")).contains("{first_name\uFFFD} (did you mean {first_name}?)");
    }

    @Test
    void a_brace_left_open_before_another_placeholder_is_refused() {
        assertThat(message("Hi {first_name, welcome to {location}")).contains("{first_name (did you mean");
    }

    @Test
    void each_mistake_is_named_once_and_not_more_than_ten_of_them() {
        assertThat(message("{foo} {bar|x} {foo}")).startsWith("unknown placeholder {foo}, {bar}; there are");
        assertThat(message("{aa}{bb}{cc}{dd}{ee}{ff}{gg}{hh}{ii}{jj}{kk}{ll}")).contains("{jj} and 2 more;");
        assertThat(message("{" + "x".repeat(4_000) + "}")).hasSizeLessThan(200);
    }

    @Test
    void all_that_can_not_be_rendered_is_refused() {
        for (String template : new String[] {"{nickname}", "{__}", "{a|b}"}) {
            assertThat(TemplateCheck.refusal(template)).map(InvalidValue::code).contains("unknown_placeholder");
        }
        assertThat(Template.parse("{ first_name } {Vorname}", Map.of()).render(new Recipient(1, "", "", "", "", "")))
                .isEqualTo("{ first_name } {Vorname}");
    }

    private static String message(String template) {
        return TemplateCheck.refusal(template).orElseThrow().message();
    }
}
