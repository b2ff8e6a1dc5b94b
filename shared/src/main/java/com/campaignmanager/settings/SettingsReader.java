package com.campaignmanager.settings;

import com.campaignmanager.content.Placeholder;
import com.campaignmanager.hours.QuietHours;
import com.campaignmanager.settings.Settings.HourSettings;
import com.campaignmanager.settings.Settings.LimitSettings;
import com.campaignmanager.settings.Settings.RateLimit;
import com.campaignmanager.settings.Settings.RetrySettings;
import com.campaignmanager.settings.Settings.UncertainSends;
import com.campaignmanager.settings.Settings.WorkerSettings;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Turns environment variables into {@link Settings}; every complaint names the variable and what it accepts. */
final class SettingsReader {
    private static final Set<String> LOG_LEVELS = Set.of("ERROR", "WARN", "INFO", "DEBUG", "TRACE");

    private final Map<String, String> environment;
    private final Variables variables;

    SettingsReader(Map<String, String> environment) {
        this.environment = environment;
        this.variables = new Variables(environment);
    }

    Settings read() {
        SenderSettings.ByChannel senders = new SenderReader(variables).read();
        return new Settings(
                Addresses.database(environment),
                Addresses.redis(environment),
                worker(senders),
                retry(),
                senders,
                limits(),
                hours(),
                variables.optional(Variable.EVENT_BUS),
                variables.duration(Variable.IDLE_LOOK),
                logLevel(),
                fallbacks(),
                region(),
                variables.optional(Variable.IMPORT_BUCKET),
                variables.yes(Variable.PREFER_IPV6));
    }

    private WorkerSettings worker(SenderSettings.ByChannel senders) {
        Duration lease = variables.duration(Variable.LEASE);
        if (lease.compareTo(senders.longestSend()) <= 0) {
            throw new InvalidSettingException(
                    Variable.LEASE, "is not longer than the longest send (" + senders.longestSend() + ")");
        }
        return new WorkerSettings(
                variables.wholeNumber(Variable.WORKER_CONCURRENCY, 1, 5),
                variables.wholeNumber(Variable.MAX_WORKERS, 1, 1000),
                lease);
    }

    private RetrySettings retry() {
        List<Duration> backoff = new ArrayList<>();
        for (String part : variables.value(Variable.RETRY_BACKOFF).split(",", -1)) {
            backoff.add(variables.duration(Variable.RETRY_BACKOFF, part.strip()));
        }
        UncertainSends uncertain = switch (variables.value(Variable.UNCERTAIN_SENDS)) {
            case "resend" -> UncertainSends.RESEND;
            case "fail" -> UncertainSends.FAIL;
            default -> throw new InvalidSettingException(Variable.UNCERTAIN_SENDS, "has another value");
        };
        return new RetrySettings(
                variables.wholeNumber(Variable.MAX_RETRIES, 1, 100),
                List.copyOf(backoff),
                variables.yes(Variable.AUTO_RETRY),
                uncertain);
    }

    private LimitSettings limits() {
        return new LimitSettings(
                limit(Variable.SMS_RATE, Variable.SMS_BURST),
                limit(Variable.WHATSAPP_RATE, Variable.WHATSAPP_BURST),
                variables.wholeNumber(Variable.MAX_SEGMENTS, 1, 100));
    }

    /** A burst without a rate is refused: it would limit nothing. */
    private Optional<RateLimit> limit(Variable rate, Variable burst) {
        Optional<Double> perSecond = variables.optional(rate).map(value -> amount(rate, value, 0.01));
        Optional<Double> most = variables.optional(burst).map(value -> amount(burst, value, 1));
        if (perSecond.isEmpty() && most.isPresent()) {
            throw new InvalidSettingException(burst, "is set, but " + rate + " is not");
        }
        return perSecond.map(units -> new RateLimit(units, most.orElse(Math.max(1, units))));
    }

    private static double amount(Variable variable, String value, double least) {
        try {
            double amount = Double.parseDouble(value);
            if (amount >= least && amount <= 100_000) {
                return amount;
            }
        } catch (NumberFormatException e) {
            // reported below, in the same words as a number out of range
        }
        throw new InvalidSettingException(variable, "is not such a number");
    }

    private HourSettings hours() {
        Optional<QuietHours> quiet = variables
                .optional(Variable.QUIET_HOURS)
                .map(text -> QuietHours.of(text)
                        .orElseThrow(() -> new InvalidSettingException(Variable.QUIET_HOURS, "can't be read")));
        try {
            return new HourSettings(quiet, ZoneId.of(variables.value(Variable.DEFAULT_TIME_ZONE)));
        } catch (DateTimeException e) {
            throw new InvalidSettingException(Variable.DEFAULT_TIME_ZONE, "is no such name");
        }
    }

    private String logLevel() {
        String level = variables.value(Variable.LOG_LEVEL).toUpperCase(Locale.ROOT);
        if (!LOG_LEVELS.contains(level)) {
            throw new InvalidSettingException(Variable.LOG_LEVEL, "has another value");
        }
        return level;
    }

    private Map<Placeholder, String> fallbacks() {
        Map<Placeholder, String> fallbacks = new EnumMap<>(Placeholder.class);
        for (String pair : variables.optional(Variable.TEMPLATE_FALLBACKS).stream()
                .flatMap(all -> Pattern.compile(",").splitAsStream(all))
                .toList()) {
            String[] parts = pair.split("=", 2);
            Placeholder placeholder = Placeholder.of(parts[0].strip())
                    .filter(known -> parts.length == 2)
                    .orElseThrow(() ->
                            new InvalidSettingException(Variable.TEMPLATE_FALLBACKS, "has no placeholder in " + pair));
            fallbacks.put(placeholder, parts[1].strip());
        }
        return Map.copyOf(fallbacks);
    }

    private Optional<String> region() {
        Optional<String> region = variables.optional(Variable.DEFAULT_REGION).map(r -> r.toUpperCase(Locale.ROOT));
        if (region.isPresent()
                && !Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2).contains(region.get())) {
            throw new InvalidSettingException(Variable.DEFAULT_REGION, "is no such code");
        }
        return region;
    }
}
