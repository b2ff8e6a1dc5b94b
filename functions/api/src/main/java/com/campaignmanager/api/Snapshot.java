package com.campaignmanager.api;

import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SnapStart's two moments. Before the snapshot, when a version is published, all that takes time and depends on nothing is
 * done. Each restored instance then goes on from there, perhaps days later and many of them from one snapshot.
 */
final class Snapshot implements Resource {
    private static final Logger log = LoggerFactory.getLogger(Snapshot.class);

    private final Priming priming;
    private final Api api;

    private Snapshot(Priming priming, Api api) {
        this.priming = priming;
        this.api = api;
    }

    /** Lambda's context holds on to it weakly: whoever registers it must keep it. */
    static Snapshot register(Priming priming, Api api) {
        Snapshot snapshot = new Snapshot(priming, api);
        Core.getGlobalContext().register(snapshot);
        return snapshot;
    }

    /**
     * @throws IllegalStateException if a connection is open: its other end would be gone, or shared by all restored
     *     instances. The version is not published then
     */
    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) throws Exception {
        try {
            priming.run();
            if (api.isConnected()) {
                throw new IllegalStateException("a connection is open before the snapshot");
            }
        } catch (Exception e) {
            // Lambda tells that there was one, and not which.
            log.error("there can be no snapshot", e);
            throw e;
        }
    }

    /** Nothing: connections, logins and clients of AWS are made at their first use, which comes after. */
    @Override
    public void afterRestore(Context<? extends Resource> context) {
        // see above
    }
}
