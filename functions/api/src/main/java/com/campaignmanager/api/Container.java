package com.campaignmanager.api;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.amazonaws.serverless.proxy.AwsHttpApiV2SecurityContextWriter;
import com.amazonaws.serverless.proxy.InitializationWrapper;
import com.amazonaws.serverless.proxy.internal.servlet.AwsHttpServletRequest;
import com.amazonaws.serverless.proxy.internal.servlet.AwsHttpServletResponse;
import com.amazonaws.serverless.proxy.internal.servlet.AwsProxyHttpServletResponseWriter;
import com.amazonaws.serverless.proxy.internal.servlet.AwsServletContext;
import com.amazonaws.serverless.proxy.internal.servlet.AwsServletRegistration;
import com.amazonaws.serverless.proxy.model.AwsProxyResponse;
import com.amazonaws.serverless.proxy.model.HttpApiV2ProxyRequest;
import com.amazonaws.serverless.proxy.spring.SpringBootLambdaContainerHandler;
import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.web.servlet.DispatcherServlet;

/** The serverless container, with {@link WebApplication} in it in place of the one that its own handler would make. */
final class Container extends SpringBootLambdaContainerHandler<HttpApiV2ProxyRequest, AwsProxyResponse> {
    /** One at a time: the container hands itself to Spring by a static field. */
    private static final Object STARTING = new Object();

    private final WebApplication application;

    private Container(WebApplication application) {
        super(
                HttpApiV2ProxyRequest.class,
                AwsProxyResponse.class,
                new EventReader(),
                new AwsProxyHttpServletResponseWriter(true),
                new AwsHttpApiV2SecurityContextWriter(),
                new ContainerExceptionHandler(),
                WebApplication.class,
                new InitializationWrapper(),
                WebApplicationType.SERVLET);
        this.application = application;
        // Its access log would hold queries, and with them phone numbers.
        setLogFormatter(null);
    }

    static Container start(List<Route> routes) {
        sayNothingOfPaths();
        synchronized (STARTING) {
            getContainerConfig().setDefaultContentCharset(StandardCharsets.UTF_8.name());
            // Or it would prepare to read events and write answers, which ApiHandler does: 75 ms of a cold start.
            getObjectMapper()
                    .disable(DeserializationFeature.EAGER_DESERIALIZER_FETCH)
                    .disable(SerializationFeature.EAGER_SERIALIZER_FETCH);
            Container container = new Container(new WebApplication(routes));
            container.initialize();
            return container;
        }
    }

    /**
     * Spring tells of requests with the whole path, in which anything may be; in the name of our own servlet, too, whatever
     * LOG_LEVEL is. The request's own line has what it may have.
     */
    private static void sayNothingOfPaths() {
        for (String name : List.of(DispatcherServlet.PAGE_NOT_FOUND_LOG_CATEGORY, RoutesOnly.class.getName())) {
            if (LoggerFactory.getLogger(name) instanceof Logger logger) {
                logger.setLevel(Level.OFF);
            }
        }
    }

    @Override
    public void initialize() {
        application.run();
        AwsServletRegistration servlet =
                (AwsServletRegistration) getServletContext().getServletRegistration(WebApplication.SERVLET);
        try {
            servlet.getServlet().init(servlet.getServletConfig());
        } catch (ServletException e) {
            throw new IllegalStateException("Spring's servlet does not start", e);
        }
    }

    @Override
    protected void handleRequest(HttpServletRequest request, AwsHttpServletResponse response, Context context)
            throws ServletException, IOException {
        AwsServletContext servlets = (AwsServletContext) getServletContext();
        if (request instanceof AwsHttpServletRequest ours) {
            ours.setServletContext(servlets);
            ours.setResponse(response);
        }
        doFilter(request, response, servlets.getServletForPath(request.getPathInfo()));
    }
}
