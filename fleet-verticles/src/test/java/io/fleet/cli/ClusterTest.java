package io.fleet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.config.Config;
import com.hazelcast.internal.serialization.InternalSerializationService;
import com.hazelcast.internal.serialization.impl.DefaultSerializationServiceBuilder;
import com.hazelcast.spi.exception.TargetNotMemberException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ClusterTest {
  private final List<Vertx> started = new ArrayList<>();

  @AfterEach
  void leave() throws Exception {
    for (var vertx : started) {
      vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void two_members_of_one_host_exchange_a_message_on_loopback() throws Exception {
    var first = new HostPort("127.0.0.1", 0).settled();
    var settings = ClusterSettings.loopback("cluster-test", first.toString());
    var a = up(Cluster.start(settings));
    var b = up(Cluster.start(settings));
    a.eventBus().<String>consumer("greet", m -> m.reply("hello " + m.body()));

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(
                        b.eventBus()
                            .<String>request(
                                "greet", "b", new DeliveryOptions().setSendTimeout(500))
                            .map(reply -> reply.body())
                            .toCompletionStage()
                            .toCompletableFuture()
                            .get(2, TimeUnit.SECONDS))
                    .isEqualTo("hello b"));
  }

  @Test
  void an_end_that_a_verticle_asks_for_reaches_its_own_jvm_alone() throws Exception {
    var settings =
        ClusterSettings.loopback("exit-test", new HostPort("127.0.0.1", 0).settled().toString());
    var a = up(Cluster.start(settings));
    var b = up(Cluster.start(settings));
    var ofA = Ending.byHand();
    var ofB = Ending.byHand();
    WorkerJvmCommand.endWhenTold(a, ofA);
    WorkerJvmCommand.endWhenTold(b, ofB);

    a.eventBus().publish("__fleet.exit", new JsonObject().put("code", 75));

    assertThat(ofA.await(Duration.ofSeconds(10))).isTrue();
    assertThat(ofA.await()).isEqualTo(75);
    assertThat(ofB.await(Duration.ofMillis(500))).isFalse();
  }

  @Test
  void a_member_takes_the_listed_port_of_its_host_when_it_is_free() {
    var listed = new HostPort("127.0.0.1", 0).settled();
    var settings = ClusterSettings.loopback("x", "127.0.0.2:1", listed.toString());

    assertThat(settings.ownMember()).isEqualTo(listed);
  }

  @Test
  void a_member_takes_any_free_port_when_the_listed_one_is_taken() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var listed = "127.0.0.1:" + taken.getLocalPort();

      var own = ClusterSettings.loopback("x", listed).ownMember();

      assertThat(own.port()).isNotZero().isNotEqualTo(taken.getLocalPort());
    }
  }

  @Test
  void members_listen_on_the_given_address_alone_and_search_by_no_multicast() {
    Config config =
        Cluster.hazelcast(
            ClusterSettings.loopback("shop", "127.0.0.1:5701"), new HostPort("127.0.0.1", 5701));

    assertThat(config.getClusterName()).isEqualTo("fleet-shop");
    assertThat(config.getNetworkConfig().getInterfaces().getInterfaces())
        .containsExactly("127.0.0.1");
    assertThat(config.getNetworkConfig().getJoin().getMulticastConfig().isEnabled()).isFalse();
    assertThat(config.getProperty("hazelcast.socket.bind.any")).isEqualTo("false");
  }

  @Test
  void an_exception_by_which_hazelcast_says_try_again_reaches_whoever_asked() {
    var config =
        Cluster.hazelcast(
            ClusterSettings.loopback("shop", "127.0.0.1:5701"), new HostPort("127.0.0.1", 5701));
    InternalSerializationService serialization =
        new DefaultSerializationServiceBuilder().setConfig(config.getSerializationConfig()).build();
    var sent = new TargetNotMemberException("127.0.0.1:5702 was killed");
    sent.addSuppressed(new IllegalStateException("on the way"));

    Object received = serialization.toObject(serialization.toData(sent));

    assertThat(received)
        .isInstanceOfSatisfying(
            TargetNotMemberException.class,
            exception -> assertThat(exception.getStackTrace()).isEqualTo(sent.getStackTrace()));
  }

  private Vertx up(Future<Vertx> starting) throws Exception {
    var vertx = starting.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    started.add(vertx);
    return vertx;
  }
}
