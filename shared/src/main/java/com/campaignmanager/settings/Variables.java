package com.campaignmanager.settings;

import com.campaignmanager.secret.Secret;
import com.campaignmanager.secret.SecretArn;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The environment's variables as what they mean; every complaint names the variable and what it accepts. */
final class Variables {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    private final Map<String, String> environment;

    Variables(Map<String, String> environment) {
        this.environment = environment;
    }

    Duration positive(Variable variable) {
        Duration duration = duration(variable);
        if (duration.isZero()) {
            throw new InvalidSettingException(variable, "is zero");
        }
        return duration;
    }

    Duration duration(Variable variable) {
        return duration(variable, value(variable));
    }

    Duration duration(Variable variable, String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new InvalidSettingException(variable, "is no duration");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }

    int wholeNumber(Variable variable, int least, int most) {
        try {
            int number = Integer.parseInt(value(variable));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below, in the same words as for a number out of range
        }
        throw new InvalidSettingException(variable, "is no such number");
    }

    boolean yes(Variable variable) {
        return switch (value(variable)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new InvalidSettingException(variable, "has another value");
        };
    }

    /** The value itself is never repeated in a complaint: it may hold a password. */
    URI uri(Variable variable, String text, Set<String> schemes) {
        try {
            URI uri = new URI(text);
            if (uri.getScheme() == null || !schemes.contains(uri.getScheme()) || uri.getHost() == null) {
                throw new InvalidSettingException(variable, "is no such address");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new InvalidSettingException(variable, "can't be read at character " + e.getIndex());
        }
    }

    /**
     * A credential, given itself or by the ARN of the secret that holds it.
     *
     * @param stored the variable for the ARN, named after the other with {@code _SECRET}
     */
    Optional<Secret> secret(Variable given, Variable stored) {
        Optional<Secret> value = optional(given).map(Secret.Given::new);
        Optional<Secret> arn = optional(stored)
                .map(text -> SecretArn.of(text)
                        .map(Secret.Stored::new)
                        .orElseThrow(() -> new InvalidSettingException(stored, "is not the ARN of a secret")));
        if (value.isPresent() && arn.isPresent()) {
            throw new InvalidSettingException(stored, "is set beside " + given + ", of which one is enough");
        }
        return arn.or(() -> value);
    }

    String required(Variable variable) {
        return optional(variable).orElseThrow(() -> new InvalidSettingException(variable, "is missing"));
    }

    Optional<String> optional(Variable variable) {
        return Optional.of(value(variable)).filter(value -> !value.isEmpty());
    }

    String value(Variable variable) {
        String value = environment.getOrDefault(variable.name(), "").strip();
        return value.isEmpty() ? variable.defaultValue() : value;
    }
}
