package com.campaignmanager.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.problem.ProblemException.FieldError;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
    private static final Recipient ALICE = new Recipient(1, "+254712345678", "Alice", "Mwangi", "Nairobi", "Shoes");
    private static final Recipient NOBODY = new Recipient(2, "+254712345679", "", "", "", "");

    @Test
    void the_overviews_examples_come_out_literally() {
        assertThat(render("Hi {first_name}, check {preferred_product}!", ALICE)).isEqualTo("Hi Alice, check Shoes!");
        Recipient bob = new Recipient(3, "+254712345670", "Bob", "", "", "Laptop");
        assertThat(render("Hi {first_name}, {preferred_product} is on sale!", bob))
                .isEqualTo("Hi Bob, Laptop is on sale!");
        Recipient noLastName = new Recipient(4, "+254712345671", "Alice", "", "", "");
        assertThat(render("Hi {first_name} {last_name}", noLastName)).isEqualTo("Hi Alice ");
    }

    @Test
    void every_placeholder_stands_for_its_field() {
        assertThat(render("{first_name}/{last_name}/{location}/{preferred_product}/{phone}", ALICE))
                .isEqualTo("Alice/Mwangi/Nairobi/Shoes/+254712345678");
    }

    @Test
    void a_missing_value_takes_the_templates_word_then_the_deployments_then_nothing() {
        Map<Placeholder, String> fallbacks = Map.of(Placeholder.FIRST_NAME, "friend");
        assertThat(Template.parse("{first_name|Customer}", fallbacks).render(NOBODY))
                .isEqualTo("Customer");
        assertThat(Template.parse("{first_name}", fallbacks).render(NOBODY)).isEqualTo("friend");
        assertThat(Template.parse("{first_name|}", fallbacks).render(NOBODY)).isEmpty();
        assertThat(Template.parse("[{last_name}]", fallbacks).render(NOBODY)).isEqualTo("[]");
        assertThat(Template.parse("{first_name|Customer}", fallbacks).render(ALICE))
                .isEqualTo("Alice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{phone}", "$1 \\ \\$ \\{", "\uD83C\uDF89 déjà vu {first_name|x}", "{", "}"})
    void a_value_is_never_expanded_again(String value) {
        Recipient odd = new Recipient(5, "+254712345678", value, "", "", "");
        assertThat(render("<{first_name}>", odd)).isEqualTo("<" + value + ">");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "{}",
                "{ first_name }",
                "{First_Name}",
                "{first_name|a|b}",
                "{first_name|a{B}",
                "{first-name}",
                "{1}",
                "}{",
                "{{",
                "{\n}",
                "$1 \\1"
            })
    void braces_that_are_no_placeholder_are_text(String text) {
        assertThat(render(text, ALICE)).isEqualTo(text);
    }

    @Test
    void a_placeholder_inside_other_braces_is_still_one() {
        assertThat(render("{{first_name}}", ALICE)).isEqualTo("{Alice}");
    }

    @Test
    void unknown_placeholders_are_refused_by_name() {
        ProblemException problem =
                catchThrowableOfType(ProblemException.class, () -> render("{foo} {first_name} {bar|x} {foo}", ALICE));
        assertThat(problem.code()).isEqualTo("unknown_placeholder");
        assertThat(problem.kind()).isEqualTo(ProblemException.Kind.INVALID);
        assertThat(problem.errors()).extracting(FieldError::field).containsExactly("base_template");
        assertThat(problem).hasMessageContaining("{foo}, {bar};").hasMessageContaining("{preferred_product}");
    }

    @Test
    void a_long_template_and_a_long_value_come_through_whole() {
        String long1600 = "é\uD83D\uDE00x ".repeat(320);
        Recipient wordy = new Recipient(6, "+254712345678", long1600, "", "", "");
        assertThat(render(long1600 + "{first_name}", wordy)).isEqualTo(long1600 + long1600);
    }

    /** Up to more than are put together at once, with text in Latin-1 and beyond. */
    @ParameterizedTest
    @ValueSource(strings = {"é", "👋"})
    void any_number_of_placeholders_comes_out_in_order(String mark) {
        String text = "start";
        String message = "start";
        for (int i = 0; i < 12; i++) {
            assertThat(render(text, ALICE)).isEqualTo(message);
            text += (i % 2 == 0 ? "{first_name}" : "{phone}") + mark + i;
            message += (i % 2 == 0 ? ALICE.firstName() : ALICE.phone()) + mark + i;
        }
    }

    private static String render(String text, Recipient recipient) {
        return Template.parse(text, Map.of()).render(recipient);
    }
}
