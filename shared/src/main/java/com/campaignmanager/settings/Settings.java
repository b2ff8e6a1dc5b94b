package com.campaignmanager.settings;

import com.campaignmanager.content.Placeholder;
import com.campaignmanager.hours.QuietHours;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The whole configuration, read once from the environment and checked before anything starts.
 *
 * @param limits how fast the channels may be used, and how long a message may be
 * @param hours when recipients are left alone
 * @param eventBus where wake-ups and campaign events go; empty outside the cloud
 * @param idleLook how long a tick may trust that nothing is due without asking PostgreSQL; zero: it always asks
 * @param templateFallbacks what stands for a missing value when the template gives no word of its own
 * @param defaultRegion the country of phone numbers written without {@code +}
 * @param importBucket the S3 bucket that large CSV files are uploaded to; empty: none are taken, but locally
 * @param preferIpv6 whether a host with addresses of both kinds is called at the IPv6 one
 */
public record Settings(
        DatabaseSettings database,
        RedisSettings redis,
        WorkerSettings worker,
        RetrySettings retry,
        SenderSettings.ByChannel senders,
        LimitSettings limits,
        HourSettings hours,
        Optional<String> eventBus,
        Duration idleLook,
        String logLevel,
        Map<Placeholder, String> templateFallbacks,
        Optional<String> defaultRegion,
        Optional<String> importBucket,
        boolean preferIpv6) {

    /**
     * Reads and checks every variable.
     *
     * @throws InvalidSettingException naming the first variable that is missing or wrong, and what it accepts
     */
    public static Settings from(Map<String, String> environment) {
        return new SettingsReader(environment).read();
    }

    /**
     * Of all variables only those that name the database, for what needs no more.
     *
     * @throws InvalidSettingException as {@link #from} does
     */
    public static DatabaseSettings database(Map<String, String> environment) {
        return Addresses.database(environment);
    }

    /**
     * @param url as a JDBC URL without user and password
     * @param password empty: a token if {@code iam} is there, else the server asks for none
     * @param ca the authorities that may sign the server's certificate, a PEM file
     */
    public record DatabaseSettings(
            String url,
            Optional<String> user,
            Optional<String> password,
            Optional<DatabaseIam> iam,
            Optional<String> ca,
            int pool) {
        @Override
        public String toString() {
            return "database " + url.replaceFirst("\\?.*", "");
        }
    }

    /** What a token for a database is signed for. */
    public record DatabaseIam(String host, int port, String user, String region) {}

    /**
     * @param url {@code redis://} or {@code rediss://}, with user and password where there are any
     * @param iam present: the password is a token
     */
    public record RedisSettings(String url, boolean cluster, Optional<CacheIam> iam) {
        @Override
        public String toString() {
            return cluster ? "redis cluster" : "redis";
        }
    }

    /**
     * What a token for a cache is signed for.
     *
     * @param cache the name of the cache or of its replication group
     */
    public record CacheIam(String user, String cache, boolean serverless, String region) {}

    /**
     * @param concurrency sends at once in one worker, 1 to 5
     * @param maxWorkers workers at once
     * @param lease how long a worker's claims hold without a sign of life; longer than the longest send
     */
    public record WorkerSettings(int concurrency, int maxWorkers, Duration lease) {}

    /**
     * @param maxRetries attempts in all
     * @param backoff the delays before the second, third, … attempt; the last repeats
     * @param auto false: each failed attempt ends as {@code failed}, and only a job pushed by hand tries again
     */
    public record RetrySettings(int maxRetries, List<Duration> backoff, boolean auto, UncertainSends uncertain) {}

    /**
     * How fast each channel may be used; empty: as fast as the provider takes messages.
     *
     * @param sms in segments a second, since providers count those
     * @param whatsapp in messages a second
     * @param maxSegments SMS parts that a message may take; a longer one fails when it is made
     */
    public record LimitSettings(Optional<RateLimit> sms, Optional<RateLimit> whatsapp, int maxSegments) {}

    /**
     * @param perSecond units a second in the long run
     * @param burst units that may begin at once after a rest
     */
    public record RateLimit(double perSecond, double burst) {}

    /**
     * @param quiet the hours of a recipient's day in which nothing is sent; empty: none
     * @param defaultZone for recipients whose time zone is not known
     */
    public record HourSettings(Optional<QuietHours> quiet, ZoneId defaultZone) {}

    /** What becomes of a message whose last send may or may not have reached the provider. */
    public enum UncertainSends {
        RESEND,
        FAIL
    }
}
