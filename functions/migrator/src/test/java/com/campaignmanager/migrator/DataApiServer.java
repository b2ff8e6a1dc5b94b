package com.campaignmanager.migrator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;

/**
 * The RDS Data API's ExecuteStatement, which runs the SQL on a real PostgreSQL as the master.
 * https://docs.aws.amazon.com/rdsdataservice/latest/APIReference/API_ExecuteStatement.html
 */
final class DataApiServer implements AutoCloseable {
    static final String CLUSTER = "arn:aws:rds:eu-west-1:123456789012:cluster:campaigns";
    static final String SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:rds!cluster-1";

    private static final Map<String, String> SDK =
            Map.of("aws.region", "eu-west-1", "aws.accessKeyId", "test", "aws.secretAccessKey", "test");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PARAMETER = Pattern.compile("(?<!:):([a-z]+)");

    private final AuroraDatabase database;
    private final HttpServer server;
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    /** Until it is closed, it is where the SDK's clients of this JVM send what they have. */
    DataApiServer(AuroraDatabase database) throws IOException {
        this.database = database;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/Execute", this::execute);
        server.start();
        SDK.forEach(System::setProperty);
        System.setProperty(
                "aws.endpointUrl", "http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Refuses the next call with this error of the API's. */
    void failOnceWith(String error) {
        failures.add(error);
    }

    private void execute(HttpExchange call) throws IOException {
        try (call) {
            JsonNode request = JSON.readTree(call.getRequestBody());
            String failure = failures.poll();
            if (failure != null) {
                refuse(call, failure, "as the test said");
            } else if (!request.path("resourceArn").asText().equals(CLUSTER)
                    || !request.path("secretArn").asText().equals(SECRET)
                    || !request.path("database").asText().equals(database.name)) {
                refuse(call, "BadRequestException", "no such cluster, secret or database");
            } else {
                answer(call, 200, run(request));
            }
        } catch (SQLException e) {
            refuse(call, "DatabaseErrorException", e.getMessage() + "; SQLState: " + e.getSQLState());
        }
    }

    private ObjectNode run(JsonNode request) throws SQLException {
        String sql = request.path("sql").asText();
        try (Connection connection = database.connectAsMaster();
                PreparedStatement statement =
                        connection.prepareStatement(PARAMETER.matcher(sql).replaceAll("?"))) {
            int position = 0;
            for (String name : PARAMETER
                    .matcher(sql)
                    .results()
                    .map(found -> found.group(1))
                    .toList()) {
                statement.setString(++position, value(request.path("parameters"), name));
            }
            ObjectNode answer = JSON.createObjectNode().put("numberOfRecordsUpdated", 0);
            if (statement.execute()) {
                addRecords(answer.putArray("records"), statement.getResultSet());
            }
            return answer;
        }
    }

    private static String value(JsonNode parameters, String name) throws SQLException {
        for (JsonNode parameter : parameters) {
            if (parameter.path("name").asText().equals(name)) {
                return parameter.path("value").path("stringValue").asText();
            }
        }
        throw new SQLException("no parameter " + name, "07001");
    }

    private static void addRecords(ArrayNode records, ResultSet rows) throws SQLException {
        while (rows.next()) {
            records.addArray().addObject().put("stringValue", rows.getString(1));
        }
    }

    private static void refuse(HttpExchange call, String error, String message) throws IOException {
        call.getResponseHeaders().set("x-amzn-ErrorType", error);
        answer(call, 400, JSON.createObjectNode().put("message", message));
    }

    private static void answer(HttpExchange call, int status, JsonNode body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        call.getResponseHeaders().set("Content-Type", "application/json");
        call.sendResponseHeaders(status, bytes.length);
        call.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        SDK.keySet().forEach(System::clearProperty);
        System.clearProperty("aws.endpointUrl");
    }
}
