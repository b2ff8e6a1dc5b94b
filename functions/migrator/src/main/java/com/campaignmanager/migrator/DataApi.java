package com.campaignmanager.migrator;

import java.util.Map;
import software.amazon.awssdk.services.rdsdata.RdsDataClient;
import software.amazon.awssdk.services.rdsdata.model.DatabaseResumingException;
import software.amazon.awssdk.services.rdsdata.model.DatabaseUnavailableException;
import software.amazon.awssdk.services.rdsdata.model.ExecuteStatementResponse;
import software.amazon.awssdk.services.rdsdata.model.ServiceUnavailableErrorException;
import software.amazon.awssdk.services.rdsdata.model.SqlParameter;

/**
 * SQL over HTTPS, for who is outside the VPC: the RDS Data API looks up the login in a secret by itself.
 * https://docs.aws.amazon.com/rdsdataservice/latest/APIReference/API_ExecuteStatement.html
 */
final class DataApi {
    private final RdsDataClient client;
    private final Patience patience;
    private final String cluster;
    private final String secret;
    private final String database;

    /**
     * @param cluster ARN of the Aurora cluster
     * @param secret ARN of the secret that holds the login
     */
    DataApi(RdsDataClient client, Patience patience, String cluster, String secret, String database) {
        this.client = client;
        this.patience = patience;
        this.cluster = cluster;
        this.secret = secret;
        this.database = database;
    }

    /** Runs one statement by itself. */
    void execute(String sql) throws Exception {
        call(sql, Map.of());
    }

    /** Whether a query with parameters, such as {@code :name}, finds a row. */
    boolean finds(String sql, Map<String, String> parameters) throws Exception {
        return !call(sql, parameters).records().isEmpty();
    }

    /** A paused cluster wakes up by the very call that it refuses. */
    private ExecuteStatementResponse call(String sql, Map<String, String> parameters) throws Exception {
        return patience.until(
                () -> client.executeStatement(call -> call.resourceArn(cluster)
                        .secretArn(secret)
                        .database(database)
                        .sql(sql)
                        .parameters(parameters.entrySet().stream()
                                .map(each -> parameter(each.getKey(), each.getValue()))
                                .toList())),
                DataApi::passes);
    }

    private static SqlParameter parameter(String name, String value) {
        return SqlParameter.builder()
                .name(name)
                .value(field -> field.stringValue(value))
                .build();
    }

    private static boolean passes(Exception e) {
        return e instanceof DatabaseResumingException
                || e instanceof DatabaseUnavailableException
                || e instanceof ServiceUnavailableErrorException;
    }
}
