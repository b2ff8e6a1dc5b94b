package com.campaignmanager.api;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * A servlet with no answers but those of the routes. Servlets answer {@code OPTIONS} and {@code TRACE} themselves, for
 * paths that don't exist too: the one with methods that nobody serves, the other with the headers of the request, its
 * token among them.
 */
final class RoutesOnly extends DispatcherServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doOptions(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        processRequest(request, response);
    }

    @Override
    protected void doTrace(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        processRequest(request, response);
    }
}
