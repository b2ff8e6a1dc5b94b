// A file of its own: the page's Content-Security-Policy allows no script within the page.
window.addEventListener("DOMContentLoaded", () => {
    SwaggerUIBundle({
        url: "/openapi.yaml",
        dom_id: "#swagger-ui",
        deepLinking: true,
        displayRequestDuration: true,
        tryItOutEnabled: true,
        // Nothing is asked of other hosts.
        validatorUrl: null,
    });
});
