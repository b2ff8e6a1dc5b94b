package com.campaignmanager.settings;

/** Every environment variable the functions know. Each is declared in {@code template.yaml} and listed in the README. */
public enum Variable {
    DATABASE_URL("", "postgresql://user:password@host:port/database, or the same as jdbc:postgresql:…"),
    DATABASE_CA("", "the path of a PEM file with the authorities that may sign the server's certificate"),
    DATABASE_POOL("4", "a whole number from 1 to 100"),
    REDIS_URL("", "redis://[user:password@]host:port or rediss://…"),
    REDIS_CLUSTER("false", "true or false"),
    EVENT_BUS("", "the name or ARN of an EventBridge bus; empty: no events"),
    IDLE_LOOK("60m", "a duration such as 60m, 90s or 0s"),
    LOG_LEVEL("INFO", "ERROR, WARN, INFO, DEBUG or TRACE"),
    WORKER_CONCURRENCY("5", "a whole number from 1 to 5"),
    MAX_WORKERS("4", "a whole number from 1 to 1000"),
    MAX_RETRIES("3", "a whole number from 1 to 100"),
    RETRY_BACKOFF("1s,2s,4s", "durations separated by commas, such as 1s,2s,4s"),
    AUTO_RETRY("true", "true or false"),
    UNCERTAIN_SENDS("resend", "resend or fail"),
    LEASE("60s", "a duration longer than SENDER_TIMEOUT, such as 60s"),
    TEMPLATE_FALLBACKS("", "placeholder=word pairs separated by commas, such as first_name=Customer"),
    DEFAULT_REGION("", "an ISO 3166 country code such as KE; empty: phone numbers must start with +"),
    IMPORT_BUCKET("", "the name of an S3 bucket for large CSV files; empty: only small ones are taken"),
    SMS_RATE("", "SMS parts a second, from 0.01 to 100000; empty: no limit"),
    SMS_BURST("", "SMS parts at once, from 1 to 100000; empty: those of one second"),
    WHATSAPP_RATE("", "WhatsApp messages a second, from 0.01 to 100000; empty: no limit"),
    WHATSAPP_BURST("", "WhatsApp messages at once, from 1 to 100000; empty: those of one second"),
    MAX_SEGMENTS("10", "a whole number from 1 to 100"),
    QUIET_HOURS("", "hours such as 21:00-08:00 that leave at least one hour of the day; empty: none"),
    DEFAULT_TIME_ZONE("UTC", "IANA's name of a time zone, such as Africa/Nairobi"),
    SENDER("mock", "mock or http"),
    SENDER_SMS("", "mock, http or none; empty: what SENDER says"),
    SENDER_WHATSAPP("", "mock, http or none; empty: what SENDER says"),
    MOCK_LATENCY_MS("50-200", "milliseconds, either one number or a range such as 50-200"),
    MOCK_SUCCESS_RATE("0.92", "a number from 0 to 1"),
    MOCK_SEED("", "a whole number; empty: random outcomes"),
    MOCK_THROTTLE_ABOVE("", "a whole number from 1 to 1000000; empty: it never throttles"),
    MOCK_ACCOUNT("ok", "ok or refused"),
    MOCK_DOWN("false", "true or false"),
    SENDER_URL("", "an http:// or https:// address; needed by the sender http"),
    SENDER_TOKEN("", "a bearer token of visible ASCII characters; empty: none is sent"),
    SENDER_TOKEN_SECRET("", "the ARN of a secret in Secrets Manager that holds the token; empty: SENDER_TOKEN is used"),
    SENDER_TIMEOUT("10s", "a duration such as 10s"),
    SENDER_ID_PATH("/id", "a JSON pointer such as /messages/0/id"),
    SENDER_REASON_PATH("/message", "a JSON pointer such as /error/text"),
    PREFER_IPV6("false", "true or false");

    private final String defaultValue;
    private final String accepted;

    Variable(String defaultValue, String accepted) {
        this.defaultValue = defaultValue;
        this.accepted = accepted;
    }

    /** The value when the variable is unset or empty. */
    public String defaultValue() {
        return defaultValue;
    }

    /** What it accepts, in words. */
    public String accepted() {
        return accepted;
    }
}
