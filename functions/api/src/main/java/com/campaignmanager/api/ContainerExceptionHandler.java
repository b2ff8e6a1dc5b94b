package com.campaignmanager.api;

import com.amazonaws.serverless.proxy.ExceptionHandler;
import com.amazonaws.serverless.proxy.model.AwsProxyResponse;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** EndpointAdapter to what fails outside of the controllers' reach. */
final class ContainerExceptionHandler implements ExceptionHandler<AwsProxyResponse> {

    @Override
    public AwsProxyResponse handle(Throwable thrown) {
        ProblemResponse answer = ProblemMapper.answer(thrown);
        AwsProxyResponse response = new AwsProxyResponse(answer.status().value());
        response.setHeaders(new HashMap<>(Map.of("Content-Type", ProblemResponse.MEDIA_TYPE)));
        response.setBody(new String(answer.json(), StandardCharsets.UTF_8));
        return response;
    }

    @Override
    public void handle(Throwable thrown, OutputStream stream) throws IOException {
        Json.MAPPER.writer().without(JsonGenerator.Feature.AUTO_CLOSE_TARGET).writeValue(stream, handle(thrown));
    }
}
