package com.campaignmanager.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.audience.Recipients;
import com.campaignmanager.content.Template;
import com.campaignmanager.hours.OpenHours;
import com.campaignmanager.sender.Channel;
import com.campaignmanager.testing.CountedStatements;
import com.campaignmanager.testing.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InsertMessagesTest {
    private static final String INSERT = "INSERT INTO outbound_messages";

    private final World world = World.with();
    private final long campaign = world.campaign("sending");

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void ten_thousand_usual_messages_are_one_statement() {
        CountedStatements inserts = CountedStatements.of(world.jdbi(), INSERT);
        String twoSms = "Hi {first_name}, ".repeat(20);

        assertThat(insert(twoSms, world.customers(10_000))).hasSize(10_000);

        assertThat(inserts.count()).isEqualTo(1);
    }

    @Test
    void more_than_ten_thousand_are_several_statements() {
        CountedStatements inserts = CountedStatements.of(world.jdbi(), INSERT);

        assertThat(insert("Hi", world.customers(10_001))).hasSize(10_001);

        assertThat(inserts.count()).isEqualTo(2);
    }

    /** 81,800 characters each, and so 49 in four million. */
    @Test
    void the_longest_messages_there_can_be_are_a_few_megabytes_a_statement() {
        List<Long> customers = world.longCustomers(100);
        CountedStatements inserts = CountedStatements.of(world.jdbi(), INSERT);

        assertThat(insert(World.LONGEST_TEMPLATE, customers)).hasSize(100).doesNotHaveDuplicates();

        assertThat(inserts.count()).isEqualTo(3);
        assertThat(world.longs("SELECT DISTINCT length(rendered_content) FROM outbound_messages"))
                .containsExactly(81_800L);
        assertThat(world.longs("SELECT customer_id FROM outbound_messages ORDER BY id"))
                .isEqualTo(customers);
    }

    @Test
    void without_recipients_there_is_no_statement() {
        CountedStatements inserts = CountedStatements.of(world.jdbi(), INSERT);

        assertThat(insert("Hi", List.of())).isEmpty();

        assertThat(inserts.count()).isZero();
    }

    private List<Long> insert(String template, List<Long> customers) {
        return world.jdbi()
                .inTransaction(handle -> InsertMessages.insert(
                        handle,
                        campaign,
                        new MakeMessages(Channel.SMS, Template.parse(template, Map.of()), Optional.empty(), 1_000_000),
                        OpenHours.ALWAYS,
                        Recipients.byIds(handle, customers),
                        false))
                .pending();
    }
}
