package com.campaignmanager.settings;

import com.campaignmanager.secret.Secret;
import com.campaignmanager.sender.Channel;
import com.campaignmanager.settings.SenderSettings.MockAccount;
import com.fasterxml.jackson.core.JsonPointer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads which sender each channel has, and the settings of those senders alone. */
final class SenderReader {
    private static final Pattern MILLISECONDS = Pattern.compile("(\\d{1,7})(?:-(\\d{1,7}))?");
    private static final Pattern TOKEN = Pattern.compile("[!-~]+");

    private final Variables variables;

    SenderReader(Variables variables) {
        this.variables = variables;
    }

    SenderSettings.ByChannel read() {
        Map<Channel, SenderSettings> senders = new EnumMap<>(Channel.class);
        for (Channel channel : Channel.values()) {
            Variable own = own(channel);
            Variable deciding = variables.optional(own).isPresent() ? own : Variable.SENDER;
            String word = variables.value(deciding);
            if (deciding == Variable.SENDER || !word.equals("none")) {
                senders.put(channel, sender(deciding, word));
            }
        }
        return new SenderSettings.ByChannel(Map.copyOf(senders));
    }

    private static Variable own(Channel channel) {
        return switch (channel) {
            case SMS -> Variable.SENDER_SMS;
            case WHATSAPP -> Variable.SENDER_WHATSAPP;
        };
    }

    private SenderSettings sender(Variable variable, String word) {
        return switch (word) {
            case "mock" -> mock();
            case "http" -> http();
            default -> throw new InvalidSettingException(variable, "has another value");
        };
    }

    private SenderSettings http() {
        String url = variables.required(Variable.SENDER_URL);
        variables.uri(Variable.SENDER_URL, url, Set.of("http", "https"));
        return new SenderSettings.Http(
                url,
                token(),
                variables.positive(Variable.SENDER_TIMEOUT),
                pointer(Variable.SENDER_ID_PATH),
                pointer(Variable.SENDER_REASON_PATH));
    }

    private Optional<Secret> token() {
        Optional<Secret> token = variables.secret(Variable.SENDER_TOKEN, Variable.SENDER_TOKEN_SECRET);
        if (token.isPresent()
                && token.get() instanceof Secret.Given(String value)
                && !TOKEN.matcher(value).matches()) {
            throw new InvalidSettingException(Variable.SENDER_TOKEN, "has a character that no header can hold");
        }
        return token;
    }

    private JsonPointer pointer(Variable variable) {
        try {
            return JsonPointer.compile(variables.value(variable));
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException(variable, "is no JSON pointer");
        }
    }

    private SenderSettings mock() {
        Matcher latency = MILLISECONDS.matcher(variables.value(Variable.MOCK_LATENCY_MS));
        if (!latency.matches()) {
            throw new InvalidSettingException(Variable.MOCK_LATENCY_MS, "is no range of milliseconds");
        }
        long shortest = Long.parseLong(latency.group(1));
        long longest = latency.group(2) == null ? shortest : Long.parseLong(latency.group(2));
        if (longest < shortest) {
            throw new InvalidSettingException(Variable.MOCK_LATENCY_MS, "ends before it begins");
        }
        return new SenderSettings.Mock(
                Duration.ofMillis(shortest),
                Duration.ofMillis(longest),
                fraction(Variable.MOCK_SUCCESS_RATE),
                seed(),
                throttle(),
                account(),
                variables.yes(Variable.MOCK_DOWN));
    }

    private Optional<Long> seed() {
        try {
            return variables.optional(Variable.MOCK_SEED).map(Long::parseLong);
        } catch (NumberFormatException e) {
            throw new InvalidSettingException(Variable.MOCK_SEED, "is no whole number");
        }
    }

    private double fraction(Variable variable) {
        try {
            double fraction = Double.parseDouble(variables.value(variable));
            if (fraction >= 0 && fraction <= 1) {
                return fraction;
            }
        } catch (NumberFormatException e) {
            // said below, in the same words as for a number out of range
        }
        throw new InvalidSettingException(variable, "is no such number");
    }

    private Optional<Integer> throttle() {
        return variables
                .optional(Variable.MOCK_THROTTLE_ABOVE)
                .map(_ -> variables.wholeNumber(Variable.MOCK_THROTTLE_ABOVE, 1, 1_000_000));
    }

    private MockAccount account() {
        return switch (variables.value(Variable.MOCK_ACCOUNT)) {
            case "ok" -> MockAccount.OK;
            case "refused" -> MockAccount.REFUSED;
            default -> throw new InvalidSettingException(Variable.MOCK_ACCOUNT, "has another value");
        };
    }
}
