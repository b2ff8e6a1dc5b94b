package com.campaignmanager.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.campaignmanager.embedded.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * While a deployment goes on, and after a roll back, the release before works on the new schema, side by side with the new
 * code. Its own zips run here, on a database that this commit's migrations have made.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "AWS's runtime client is built for Lambda's own system")
class ReleaseBeforeTest {
    private static SamTemplate before;

    @TempDir
    private Path directory;

    private String database;

    @BeforeAll
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    static void build() throws IOException {
        Optional<String> tag = ReleaseBefore.tag();
        assumeTrue(tag.isPresent(), "there is no release yet: no tag v* before this commit");
        before = SamTemplate.in(ReleaseBefore.built(tag.get()));
    }

    @BeforeEach
    void prepare() {
        TestServers.get().flushRedis();
        database = TestServers.get().newDatabase();
    }

    @Test
    void the_release_before_sends_a_campaign_on_the_new_schema() throws Exception {
        try (PackagedFunction api = start(before, "Api");
                PackagedFunction worker = start(before, "SendWorker");
                PackagedFunction scheduler = start(before, "Scheduler")) {
            OneCampaign.goesThrough(api, worker, "+254712345678");
            assertThat(scheduler.invoke(OneCampaign.TICK).isObject()).isTrue();
        }
    }

    @Test
    void the_new_worker_sends_what_the_release_before_was_asked_to() throws Exception {
        try (PackagedFunction api = start(before, "Api");
                PackagedFunction worker = start(SamTemplate.read(), "SendWorker")) {
            OneCampaign.goesThrough(api, worker, "+254712345678");
        }
    }

    @Test
    void the_worker_of_the_release_before_sends_what_the_new_one_was_asked_to() throws Exception {
        try (PackagedFunction api = start(SamTemplate.read(), "Api");
                PackagedFunction worker = start(before, "SendWorker")) {
            OneCampaign.goesThrough(api, worker, "+254712345678");
        }
    }

    private PackagedFunction start(SamTemplate release, String name) throws IOException {
        Map<String, String> settings = release.environment();
        settings.put("DATABASE_URL", DatabaseUser.of(release, name, database));
        settings.put("DATABASE_CA", "");
        settings.put("REDIS_URL", TestServers.get().redis());
        settings.put("MOCK_LATENCY_MS", "0");
        settings.put("MOCK_SUCCESS_RATE", "1");
        settings.put("QUIET_HOURS", "");
        return PackagedFunction.start(
                release.function(name), settings, Files.createTempDirectory(directory, "release-"));
    }
}
