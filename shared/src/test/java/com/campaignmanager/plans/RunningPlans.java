package com.campaignmanager.plans;

import com.campaignmanager.settings.Settings.DatabaseSettings;
import com.campaignmanager.testing.World;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Collects the plans by which a world's hot statements really run: PostgreSQL's auto_explain sends each of them to the
 * client, as a notice of its statement or of the next one.
 */
final class RunningPlans implements SqlLogger {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> EXPLAIN = List.of(
            "session_preload_libraries = 'auto_explain'",
            "auto_explain.log_min_duration = 0",
            "auto_explain.log_level = 'notice'",
            "auto_explain.log_format = 'json'",
            "client_min_messages = 'notice'");

    private final Map<HotStatement, Set<String>> plans = new ConcurrentHashMap<>();

    private RunningPlans() {}

    /**
     * Collects from the world's first session on.
     *
     * @param settings of PostgreSQL's planner
     */
    static RunningPlans of(World world, List<String> settings) throws SQLException {
        DatabaseSettings database = world.settings.database();
        try (Connection connection = DriverManager.getConnection(
                        database.url(),
                        database.user().orElseThrow(),
                        database.password().orElseThrow());
                Statement statement = connection.createStatement()) {
            for (String setting :
                    Stream.concat(EXPLAIN.stream(), settings.stream()).toList()) {
                statement.execute("ALTER DATABASE " + connection.getCatalog() + " SET " + setting);
            }
        }
        RunningPlans plans = new RunningPlans();
        world.jdbi().setSqlLogger(plans);
        return plans;
    }

    @Override
    public void logAfterExecution(StatementContext context) {
        try {
            for (SQLWarning notice = context.getStatement().getWarnings();
                    notice != null;
                    notice = notice.getNextWarning()) {
                keep(notice.getMessage());
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the notices of a statement can't be read", e);
        }
    }

    private void keep(String notice) {
        int plan = notice.indexOf("plan:\n");
        if (plan < 0) {
            return;
        }
        try {
            JsonNode explained = JSON.readTree(notice.substring(plan + "plan:\n".length()));
            HotStatement.of(explained.path("Query Text").asText())
                    .ifPresent(statement -> plans.computeIfAbsent(statement, _ -> ConcurrentHashMap.newKeySet())
                            .add(PlanText.of(explained.path("Plan"))));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("auto_explain has sent no JSON: " + notice, e);
        }
    }

    /** Forgets what was seen so far. */
    void clear() {
        plans.clear();
    }

    /** The different plans of each statement that were seen since the last call. */
    Map<HotStatement, Set<String>> take() {
        Map<HotStatement, Set<String>> taken = new EnumMap<>(HotStatement.class);
        plans.forEach((statement, texts) -> taken.put(statement, new TreeSet<>(texts)));
        plans.clear();
        return taken;
    }
}
