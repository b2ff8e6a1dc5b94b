package com.campaignmanager.settings;

import com.campaignmanager.settings.Settings.CacheIam;
import com.campaignmanager.settings.Settings.DatabaseIam;
import com.campaignmanager.settings.Settings.DatabaseSettings;
import com.campaignmanager.settings.Settings.RedisSettings;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where PostgreSQL and Redis are, and how to log in. A user without a password on a host of AWS's means IAM: the password
 * is then a token, which is signed anew for each connection. What it is signed for stands in the host's name.
 */
final class Addresses {
    /**
     * {@code name.cluster-hash.region.rds.amazonaws.com}
     * (https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Overview.Endpoints.html)
     */
    private static final Pattern RDS = Pattern.compile("[^.]+\\.[^.]+\\.([a-z0-9-]+)\\.rds\\.amazonaws\\.com(\\.cn)?");

    /** A cache's own name, less the part that AWS adds: {@code name-hash.serverless.use1.cache.amazonaws.com}. */
    private static final Pattern SERVERLESS_CACHE =
            Pattern.compile("([^.]+)-[^.-]+\\.serverless\\.[a-z0-9]+\\.cache\\.amazonaws\\.com(\\.cn)?");

    /** {@code master.name.hash.use1.cache.amazonaws.com}, or {@code clustercfg.…} in cluster mode. */
    private static final Pattern CACHE =
            Pattern.compile("[^.]+\\.([^.]+)\\.[^.]+\\.[a-z0-9]+\\.cache\\.amazonaws\\.com(\\.cn)?");

    /** Lambda sets it; the names of caches have only an abbreviation of it. */
    private static final String AWS_REGION = "AWS_REGION";

    private Addresses() {}

    static DatabaseSettings database(Map<String, String> environment) {
        Variables variables = new Variables(environment);
        String text = variables.required(Variable.DATABASE_URL).replaceFirst("^jdbc:", "");
        URI uri = variables.uri(Variable.DATABASE_URL, text, Set.of("postgresql", "postgres"));
        if (uri.getPath() == null || uri.getPath().length() < 2) {
            throw new InvalidSettingException(Variable.DATABASE_URL, "names no database");
        }
        int port = uri.getPort() < 0 ? 5432 : uri.getPort();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String[] login = login(uri);
        Optional<DatabaseIam> iam = login.length == 1 ? databaseIam(uri.getHost(), port, login[0]) : Optional.empty();
        Optional<String> ca = variables.optional(Variable.DATABASE_CA);
        if (iam.isPresent() && ca.isEmpty()) {
            throw new InvalidSettingException(
                    Variable.DATABASE_CA,
                    "is missing: a token is only given to a server whose certificate was verified");
        }
        return new DatabaseSettings(
                "jdbc:postgresql://" + uri.getHost() + ":" + port + uri.getRawPath() + query,
                login.length > 0 ? Optional.of(login[0]) : Optional.empty(),
                login.length > 1 ? Optional.of(login[1]) : Optional.empty(),
                iam,
                ca,
                variables.wholeNumber(Variable.DATABASE_POOL, 1, 100));
    }

    private static Optional<DatabaseIam> databaseIam(String host, int port, String user) {
        Matcher rds = RDS.matcher(host);
        return rds.matches() ? Optional.of(new DatabaseIam(host, port, user, rds.group(1))) : Optional.empty();
    }

    static RedisSettings redis(Map<String, String> environment) {
        Variables variables = new Variables(environment);
        String url = variables.required(Variable.REDIS_URL);
        URI uri = variables.uri(Variable.REDIS_URL, url, Set.of("redis", "rediss"));
        String[] login = login(uri);
        Optional<CacheIam> iam = login.length == 1 ? cacheIam(uri.getHost(), login[0], environment) : Optional.empty();
        if (iam.isPresent() && !uri.getScheme().equals("rediss")) {
            throw new InvalidSettingException(Variable.REDIS_URL, "has no TLS, without which no token is given");
        }
        return new RedisSettings(url, variables.yes(Variable.REDIS_CLUSTER), iam);
    }

    private static Optional<CacheIam> cacheIam(String host, String user, Map<String, String> environment) {
        Matcher serverless = SERVERLESS_CACHE.matcher(host);
        Matcher cache = CACHE.matcher(host);
        if (serverless.matches()) {
            return Optional.of(new CacheIam(user, serverless.group(1), true, region(environment)));
        }
        return cache.matches()
                ? Optional.of(new CacheIam(user, cache.group(1), false, region(environment)))
                : Optional.empty();
    }

    private static String region(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(AWS_REGION))
                .orElseThrow(() ->
                        new InvalidSettingException(Variable.REDIS_URL, "needs " + AWS_REGION + " to be set as well"));
    }

    /** Nothing, the user, or user and password. */
    private static String[] login(URI uri) {
        if (uri.getRawUserInfo() == null) {
            return new String[0];
        }
        String[] login = uri.getRawUserInfo().split(":", 2);
        for (int part = 0; part < login.length; part++) {
            login[part] = decoded(login[part]);
        }
        return login;
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
