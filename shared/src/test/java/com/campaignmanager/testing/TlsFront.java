package com.campaignmanager.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** Takes TLS in front of a server that doesn't, and passes on what it hears. */
public final class TlsFront implements AutoCloseable {
    private final SSLServerSocket socket;
    private final int behind;

    private TlsFront(SSLServerSocket socket, int behind) {
        this.socket = socket;
        this.behind = behind;
    }

    /** @param behind the port of the server, on this machine */
    public static TlsFront open(Certificate certificate, int behind) throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        char[] password = Certificate.PASSWORD.toCharArray();
        keys.init(KeyStore.getInstance(certificate.store().toFile(), password), password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        TlsFront front = new TlsFront(
                (SSLServerSocket)
                        context.getServerSocketFactory().createServerSocket(0, 0, InetAddress.getLoopbackAddress()),
                behind);
        Thread.startVirtualThread(front::accept);
        return front;
    }

    public int port() {
        return socket.getLocalPort();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket caller = socket.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), behind);
                Thread.startVirtualThread(() -> pass(caller, server));
                Thread.startVirtualThread(() -> pass(server, caller));
            } catch (IOException e) {
                // Closed, or the caller is gone: it is the caller that the test asks.
            }
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            // One of them has closed, and so both are.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
