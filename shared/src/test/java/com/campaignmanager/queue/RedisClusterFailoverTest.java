package com.campaignmanager.queue;

import com.campaignmanager.embedded.Options;
import com.campaignmanager.embedded.RedisServer;
import com.campaignmanager.embedded.Waiting;
import com.campaignmanager.settings.Settings.RedisSettings;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster whose one master has a replica, which takes over. */
class RedisClusterFailoverTest {
    @TempDir
    private Path directory;

    private final RedisClient client = RedisClient.create();
    private RedisServer master;
    private RedisServer replica;
    private RedisCommands<String, String> ofReplica;
    private SendQueue queue;

    @BeforeEach
    void putTogether() {
        master = RedisServer.start(directory.resolve("master"), Options.fast().inCluster());
        replica = RedisServer.start(directory.resolve("replica"), Options.fast().inCluster());
        RedisCommands<String, String> ofMaster = commands(master);
        ofReplica = commands(replica);
        ofMaster.clusterAddSlots(IntStream.range(0, SlotHash.SLOT_COUNT).toArray());
        ofReplica.clusterMeet("127.0.0.1", master.port());
        Waiting.until("they know each other", () -> ofReplica.clusterNodes().contains(ofMaster.clusterMyId()));
        ofReplica.clusterReplicate(ofMaster.clusterMyId());
        Waiting.until("the replica follows", () -> ofReplica.info("replication").contains("master_link_status:up"));
        for (RedisCommands<String, String> node : List.of(ofMaster, ofReplica)) {
            Waiting.until("the cluster is whole", () -> node.clusterInfo().contains("cluster_state:ok"));
        }
        queue = new SendQueue(new RedisConnections(new RedisSettings(master.url(), true, Optional.empty())));
        queue.push(List.of(1L));
    }

    private RedisCommands<String, String> commands(RedisServer server) {
        return client.connect(RedisURI.create(server.url())).sync();
    }

    @AfterEach
    void close() {
        queue.close();
        client.close();
        master.close();
        replica.close();
    }

    @Test
    void jobs_go_to_the_replica_that_took_over_from_a_master_in_order() {
        ofReplica.clusterFailover(false);
        Waiting.until("it is the master", () -> ofReplica.info("replication").contains("role:master"));

        Waiting.until("a job arrives", this::pushes);
    }

    @Test
    void jobs_go_to_the_replica_that_took_over_from_a_master_that_died() {
        master.kill();
        Waiting.until("the link is down", () -> ofReplica.info("replication").contains("master_link_status:down"));
        ofReplica.clusterFailover(false, true);

        Waiting.until("a job arrives", this::pushes);
    }

    private boolean pushes() {
        try {
            queue.push(List.of(2L));
            return true;
        } catch (QueueUnavailableException e) {
            return false;
        }
    }
}
