package com.campaignmanager.bench.hello;

import com.amazonaws.serverless.exceptions.ContainerInitializationException;
import com.amazonaws.serverless.proxy.model.AwsProxyResponse;
import com.amazonaws.serverless.proxy.model.HttpApiV2ProxyRequest;
import com.amazonaws.serverless.proxy.spring.SpringBootLambdaContainerHandler;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Spring Boot in AWS's container, by the book.
 * https://github.com/aws/serverless-java-container/wiki/Quick-start---Spring-Boot3
 */
public final class HelloHandler implements RequestStreamHandler {
    private final SpringBootLambdaContainerHandler<HttpApiV2ProxyRequest, AwsProxyResponse> container;

    public HelloHandler() throws ContainerInitializationException {
        container = SpringBootLambdaContainerHandler.getHttpApiV2ProxyHandler(HelloApplication.class);
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        container.proxyStream(input, output, context);
    }
}
