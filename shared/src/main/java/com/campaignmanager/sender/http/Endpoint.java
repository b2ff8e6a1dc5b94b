package com.campaignmanager.sender.http;

import java.net.URI;

/**
 * Where requests go.
 *
 * @param host a name or an address; an IPv6 address without its brackets
 * @param authority host and port as the header {@code Host} has them
 * @param target path and query as the request line has them
 */
record Endpoint(boolean tls, String host, int port, String authority, String target) {

    /** @param uri of the scheme http or https, with a host; its user and fragment are not sent */
    static Endpoint of(URI uri) {
        boolean tls = uri.getScheme().equals("https");
        int port = uri.getPort() < 0 ? (tls ? 443 : 80) : uri.getPort();
        String authority = uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        return new Endpoint(tls, uri.getHost().replaceAll("[\\[\\]]", ""), port, authority, target);
    }
}
