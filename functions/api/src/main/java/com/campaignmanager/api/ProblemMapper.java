package com.campaignmanager.api;

import com.campaignmanager.database.SqlState;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.queue.QueueUnavailableException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.ConnectionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.servlet.NoHandlerFoundException;

/**
 * What the API answers to each thing that can go wrong. What is our own fault, a server that is down included, is logged
 * and told nobody.
 */
final class ProblemMapper {
    private static final Logger log = LoggerFactory.getLogger(ProblemMapper.class);
    private static final String RETRY_AFTER_SECONDS = "5";
    private static final String SOON = "1";

    private ProblemMapper() {}

    static ProblemResponse answer(Throwable thrown) {
        return switch (thrown) {
            case ProblemException problem -> refusal(problem);
            case NoHandlerFoundException _ ->
                ProblemResponse.of(HttpStatus.NOT_FOUND, "not_found", "there is no such path");
            case HttpRequestMethodNotSupportedException e -> methodNotAllowed(e);
            case HttpMediaTypeNotSupportedException e -> unsupported(e);
            case HttpMediaTypeNotAcceptableException e ->
                ProblemResponse.of(
                        HttpStatus.NOT_ACCEPTABLE,
                        "not_acceptable",
                        "the answer would be " + names(e.getSupportedMediaTypes()) + ", which Accept does not name");
            default -> failure(thrown);
        };
    }

    private static ProblemResponse refusal(ProblemException problem) {
        HttpStatus status = switch (problem.kind()) {
            case INVALID -> HttpStatus.BAD_REQUEST;
            case NOT_FOUND -> HttpStatus.NOT_FOUND;
            case CONFLICT, IN_PROGRESS -> HttpStatus.CONFLICT;
            case CONTRADICTORY -> HttpStatus.UNPROCESSABLE_ENTITY;
            case TOO_LARGE -> HttpStatus.PAYLOAD_TOO_LARGE;
            case UNSUPPORTED -> HttpStatus.UNSUPPORTED_MEDIA_TYPE;
            case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
        };
        ProblemResponse answer = new ProblemResponse(
                status, problem.code(), problem.getMessage(), problem.errors(), problem.more(), HttpHeaders.EMPTY);
        return switch (problem.kind()) {
            case UNAVAILABLE -> retryable(answer);
            case IN_PROGRESS -> answer.with(HttpHeaders.RETRY_AFTER, SOON);
            default -> answer;
        };
    }

    private static ProblemResponse retryable(ProblemResponse answer) {
        return answer.with(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }

    private static ProblemResponse methodNotAllowed(HttpRequestMethodNotSupportedException e) {
        String allowed = String.join(
                ", ", Optional.ofNullable(e.getSupportedMethods()).map(List::of).orElse(List.of()));
        return ProblemResponse.of(
                        HttpStatus.METHOD_NOT_ALLOWED, "method_not_allowed", "this path has " + allowed + " only")
                .with(HttpHeaders.ALLOW, allowed);
    }

    private static ProblemResponse unsupported(HttpMediaTypeNotSupportedException e) {
        return ProblemResponse.of(
                HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                "unsupported_media_type",
                "the body must be " + names(e.getSupportedMediaTypes()) + " in UTF-8");
    }

    private static String names(List<MediaType> types) {
        return String.join(" or ", types.stream().map(MediaType::toString).toList());
    }

    private static ProblemResponse failure(Throwable thrown) {
        if (SqlState.allOf(thrown).anyMatch(SqlState.STARTING::equals)) {
            log.warn("PostgreSQL is starting");
            return retryable(ProblemResponse.of(
                    HttpStatus.SERVICE_UNAVAILABLE, "database_waking", "the database is waking; try again"));
        }
        log.error("the request failed", thrown);
        if (thrown instanceof QueueUnavailableException) {
            return down("queue_unavailable", "the queue is down; try again later");
        }
        if (thrown instanceof ConnectionException || SqlState.allOf(thrown).anyMatch(ProblemMapper::isDown)) {
            return down("database_unavailable", "the database is down; try again later");
        }
        return ProblemResponse.internal();
    }

    private static boolean isDown(String state) {
        return SqlState.isConnectionFailure(state)
                || SqlState.endsSession(state)
                || state.equals(SqlState.READ_ONLY)
                || state.equals(SqlState.TOO_MANY_CONNECTIONS);
    }

    private static ProblemResponse down(String code, String detail) {
        return retryable(ProblemResponse.of(HttpStatus.INTERNAL_SERVER_ERROR, code, detail));
    }
}
