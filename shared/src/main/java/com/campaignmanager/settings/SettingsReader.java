package com.campaignmanager.settings;

import com.campaignmanager.settings.Settings.DatabaseSettings;
import com.campaignmanager.settings.Settings.RedisSettings;
import com.campaignmanager.settings.Settings.RetrySettings;
import com.campaignmanager.settings.Settings.SenderSettings;
import com.campaignmanager.settings.Settings.UncertainSends;
import com.campaignmanager.settings.Settings.WorkerSettings;
import com.campaignmanager.template.Placeholder;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns environment variables into {@link Settings}; every complaint names the variable and what it accepts. */
final class SettingsReader {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    private static final Pattern MILLISECONDS = Pattern.compile("(\\d{1,7})(?:-(\\d{1,7}))?");
    private static final Pattern TOKEN = Pattern.compile("[!-~]+");
    private static final Set<String> LOG_LEVELS = Set.of("ERROR", "WARN", "INFO", "DEBUG", "TRACE");

    private final Map<String, String> environment;

    SettingsReader(Map<String, String> environment) {
        this.environment = environment;
    }

    Settings read() {
        SenderSettings sender = sender();
        return new Settings(
                database(),
                redis(),
                worker(sender),
                retry(),
                sender,
                optional(Variable.EVENT_BUS),
                duration(Variable.IDLE_LOOK),
                logLevel(),
                fallbacks(),
                region(),
                optional(Variable.IMPORT_BUCKET));
    }

    private DatabaseSettings database() {
        String text = required(Variable.DATABASE_URL).replaceFirst("^jdbc:", "");
        URI uri = uri(Variable.DATABASE_URL, text, Set.of("postgresql", "postgres"));
        if (uri.getPath() == null || uri.getPath().length() < 2) {
            throw new BadSetting(Variable.DATABASE_URL, "names no database");
        }
        int port = uri.getPort() < 0 ? 5432 : uri.getPort();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String url = "jdbc:postgresql://" + uri.getHost() + ":" + port + uri.getRawPath() + query;
        String[] login = uri.getRawUserInfo() == null
                ? new String[0]
                : uri.getRawUserInfo().split(":", 2);
        return new DatabaseSettings(
                url,
                login.length > 0 ? Optional.of(decoded(login[0])) : Optional.empty(),
                login.length > 1 ? Optional.of(decoded(login[1])) : Optional.empty(),
                optional(Variable.DATABASE_CA),
                wholeNumber(Variable.DATABASE_POOL, 1, 100));
    }

    private RedisSettings redis() {
        String url = required(Variable.REDIS_URL);
        uri(Variable.REDIS_URL, url, Set.of("redis", "rediss"));
        return new RedisSettings(url, yes(Variable.REDIS_CLUSTER));
    }

    private WorkerSettings worker(SenderSettings sender) {
        Duration lease = duration(Variable.LEASE);
        if (lease.compareTo(sender.longestSend()) <= 0) {
            throw new BadSetting(Variable.LEASE, "is not longer than the longest send (" + sender.longestSend() + ")");
        }
        return new WorkerSettings(
                wholeNumber(Variable.WORKER_CONCURRENCY, 1, 5), wholeNumber(Variable.MAX_WORKERS, 1, 1000), lease);
    }

    private RetrySettings retry() {
        List<Duration> backoff = new ArrayList<>();
        for (String part : value(Variable.RETRY_BACKOFF).split(",", -1)) {
            backoff.add(duration(Variable.RETRY_BACKOFF, part.strip()));
        }
        UncertainSends uncertain = switch (value(Variable.UNCERTAIN_SENDS)) {
            case "resend" -> UncertainSends.RESEND;
            case "fail" -> UncertainSends.FAIL;
            default -> throw new BadSetting(Variable.UNCERTAIN_SENDS, "has another value");
        };
        return new RetrySettings(
                wholeNumber(Variable.MAX_RETRIES, 1, 100), List.copyOf(backoff), yes(Variable.AUTO_RETRY), uncertain);
    }

    private SenderSettings sender() {
        return switch (value(Variable.SENDER)) {
            case "mock" -> mock();
            case "http" -> {
                String url = required(Variable.SENDER_URL);
                uri(Variable.SENDER_URL, url, Set.of("http", "https"));
                yield new SenderSettings.Http(url, token(), positive(Variable.SENDER_TIMEOUT));
            }
            default -> throw new BadSetting(Variable.SENDER, "has another value");
        };
    }

    private Optional<String> token() {
        Optional<String> token = optional(Variable.SENDER_TOKEN);
        if (token.isPresent() && !TOKEN.matcher(token.get()).matches()) {
            throw new BadSetting(Variable.SENDER_TOKEN, "has a character that no header can hold");
        }
        return token;
    }

    private SenderSettings mock() {
        Matcher latency = MILLISECONDS.matcher(value(Variable.MOCK_LATENCY_MS));
        if (!latency.matches()) {
            throw new BadSetting(Variable.MOCK_LATENCY_MS, "is no range of milliseconds");
        }
        long shortest = Long.parseLong(latency.group(1));
        long longest = latency.group(2) == null ? shortest : Long.parseLong(latency.group(2));
        if (longest < shortest) {
            throw new BadSetting(Variable.MOCK_LATENCY_MS, "ends before it begins");
        }
        return new SenderSettings.Mock(
                Duration.ofMillis(shortest), Duration.ofMillis(longest), rate(Variable.MOCK_SUCCESS_RATE), seed());
    }

    private Optional<Long> seed() {
        try {
            return optional(Variable.MOCK_SEED).map(Long::parseLong);
        } catch (NumberFormatException e) {
            throw new BadSetting(Variable.MOCK_SEED, "is no whole number");
        }
    }

    private double rate(Variable variable) {
        try {
            double rate = Double.parseDouble(value(variable));
            if (rate >= 0 && rate <= 1) {
                return rate;
            }
        } catch (NumberFormatException e) {
            // said below, in the same words as for a number out of range
        }
        throw new BadSetting(variable, "is no such number");
    }

    private String logLevel() {
        String level = value(Variable.LOG_LEVEL).toUpperCase(Locale.ROOT);
        if (!LOG_LEVELS.contains(level)) {
            throw new BadSetting(Variable.LOG_LEVEL, "has another value");
        }
        return level;
    }

    private Map<Placeholder, String> fallbacks() {
        Map<Placeholder, String> fallbacks = new EnumMap<>(Placeholder.class);
        for (String pair : optional(Variable.TEMPLATE_FALLBACKS).stream()
                .flatMap(all -> Pattern.compile(",").splitAsStream(all))
                .toList()) {
            String[] parts = pair.split("=", 2);
            Placeholder placeholder = Placeholder.of(parts[0].strip())
                    .filter(known -> parts.length == 2)
                    .orElseThrow(() -> new BadSetting(Variable.TEMPLATE_FALLBACKS, "has no placeholder in " + pair));
            fallbacks.put(placeholder, parts[1].strip());
        }
        return Map.copyOf(fallbacks);
    }

    private Optional<String> region() {
        Optional<String> region = optional(Variable.DEFAULT_REGION).map(r -> r.toUpperCase(Locale.ROOT));
        if (region.isPresent()
                && !Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2).contains(region.get())) {
            throw new BadSetting(Variable.DEFAULT_REGION, "is no such code");
        }
        return region;
    }

    private Duration positive(Variable variable) {
        Duration duration = duration(variable);
        if (duration.isZero()) {
            throw new BadSetting(variable, "is zero");
        }
        return duration;
    }

    private Duration duration(Variable variable) {
        return duration(variable, value(variable));
    }

    private Duration duration(Variable variable, String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new BadSetting(variable, "is no duration");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }

    private int wholeNumber(Variable variable, int least, int most) {
        try {
            int number = Integer.parseInt(value(variable));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below, in the same words as for a number out of range
        }
        throw new BadSetting(variable, "is no such number");
    }

    private boolean yes(Variable variable) {
        return switch (value(variable)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new BadSetting(variable, "has another value");
        };
    }

    /** The value itself is never repeated in a complaint: it may hold a password. */
    private URI uri(Variable variable, String text, Set<String> schemes) {
        try {
            URI uri = new URI(text);
            if (uri.getScheme() == null || !schemes.contains(uri.getScheme()) || uri.getHost() == null) {
                throw new BadSetting(variable, "is no such address");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new BadSetting(variable, "can't be read at character " + e.getIndex());
        }
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private String required(Variable variable) {
        return optional(variable).orElseThrow(() -> new BadSetting(variable, "is missing"));
    }

    private Optional<String> optional(Variable variable) {
        return Optional.of(value(variable)).filter(value -> !value.isEmpty());
    }

    private String value(Variable variable) {
        String value = environment.getOrDefault(variable.name(), "").strip();
        return value.isEmpty() ? variable.defaultValue() : value;
    }
}
