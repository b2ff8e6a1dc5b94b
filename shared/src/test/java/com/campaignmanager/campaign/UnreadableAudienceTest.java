package com.campaignmanager.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.campaignmanager.audience.Audience;
import com.campaignmanager.paging.PageRequest;
import com.campaignmanager.testing.World;
import com.campaignmanager.wire.FieldPatch;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What else can be done with a campaign whose audience somebody has broken by hand. */
class UnreadableAudienceTest {
    private final World world = World.with();
    private final Campaigns campaigns = world.campaigns();
    private final CampaignList list = new CampaignList(world.jdbi());
    private final long broken = world.campaign("draft");

    @BeforeEach
    void breakIt() {
        world.run("UPDATE campaigns SET audience = '{}', status_reason = 'a reason' WHERE id = " + broken);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void it_is_shown_without_its_audience_and_with_the_reason() {
        Campaign shown = campaigns.get(broken);
        assertThat(shown.audience()).isEmpty();
        assertThat(shown.statusReason()).contains("a reason");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"customer_ids\": 5}", "{\"customer_ids\": [\"5\"]}", "{\"filter\": \"all\"}"})
    void a_page_of_the_list_shows_it_and_the_others(String unreadable) {
        world.run("UPDATE campaigns SET audience = '" + unreadable + "'");
        long other = world.campaign("draft");
        assertThat(list.read(new CampaignFilter(Optional.empty(), Optional.empty()), PageRequest.of(1, 20))
                        .items())
                .extracting(Campaign::id, Campaign::audience)
                .containsExactly(tuple(other, Optional.empty()), tuple(broken, Optional.empty()));
    }

    @Test
    void it_can_be_given_another_audience() {
        CampaignChanges toAll = new CampaignChanges(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new FieldPatch.Kept<>(),
                new FieldPatch.Replaced<>(new Audience.All()));
        assertThat(campaigns.patch(broken, toAll).audience()).contains(new Audience.All());
    }

    @Test
    void it_can_be_deleted() {
        world.deleteCampaigns().delete(broken);
        assertThat(world.number("SELECT count(*) FROM campaigns")).isZero();
    }
}
