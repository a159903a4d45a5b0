import fleet.coordinator.CoordinatorCommand;
import fleet.coordinator.Member;
import fleet.coordinator.Registration;
import fleet.coordinator.Role;
import fleet.coordinator.Secret;
import fleet.coordinator.store.Store;
import fleet.coordinator.store.Stores;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine;

/**
 * Beats a real coordinator over HTTP on this computer, each beat in a request of its own and
 * acknowledged when it is durable, and asks for the board of all machines. Usage: {@code DIR
 * MACHINES CONNECTIONS SECONDS}; DIR is made, with that many machines in it.
 */
final class CoordinatorLoad {
  private static final int THREADS = 2;
  private static final int SLOTS = 20_000;
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMbSICqvZ1ZsbnN2SmtR6YLoXA0KBNbHKEATa7RlAfZ0";

  private static final AtomicIntegerArray LATENCY = new AtomicIntegerArray(SLOTS);
  private static final AtomicLong REFUSED = new AtomicLong();

  private CoordinatorLoad() {}

  public static void main(String[] words) throws Exception {
    if (words[0].equals("serve")) {
      String[] options = Arrays.copyOfRange(words, 1, words.length);
      System.exit(new CommandLine(new CoordinatorCommand()).execute(options));
    }
    Path dir = Path.of(words[0]);
    int machines = Integer.parseInt(words[1]);
    int connections = Integer.parseInt(words[2]);
    int seconds = Integer.parseInt(words[3]);
    String viewer = Secret.make(Secret.Kind.KEY).text();
    List<String> tokens = enrol(dir, machines, connections, viewer);
    long begin = System.nanoTime();
    Process coordinator = start(dir);
    URI url = url(coordinator);
    System.out.printf("start\t%d ms%n", (System.nanoTime() - begin) / 1_000_000);
    try {
      beat(url, tokens, 3); // to warm up
      for (int i = 0; i < SLOTS; i++) {
        LATENCY.set(i, 0);
      }
      long from = System.nanoTime();
      long cpu = cpu(coordinator);
      long count = beat(url, tokens, seconds);
      double took = (System.nanoTime() - from) / 1e9;
      System.out.printf(
          "beats\t%.0f a second\tp50 %.1f ms\tp99 %.1f ms\tmax %.1f ms\trefused %d\tcpu %.1f us each%n",
          count / took,
          percentile(0.5),
          percentile(0.99),
          percentile(1),
          REFUSED.get(),
          (cpu(coordinator) - cpu) / 1e3 / count);
      board(url, viewer);
      System.out.print(memory(coordinator));
    } finally {
      coordinator.destroy();
      coordinator.waitFor();
    }
  }

  private static List<String> enrol(Path dir, int machines, int tokens, String viewer) {
    List<String> made = new ArrayList<>();
    try (Store store = Stores.sqlite(dir, _ -> List.of())) {
      int known = store.read(tables -> tables.members().all().size());
      for (int from = known; from < machines; from += 1000) {
        int first = from;
        store.write(
            tables -> {
              for (int i = first; i < Math.min(first + 1000, machines); i++) {
                tables.members().put(member(i), "bench", Instant.now());
              }
              return 0;
            });
      }
      store.write(
          tables -> {
            tables
                .keys()
                .put(
                    Secret.of(viewer).orElseThrow().hash(),
                    Role.VIEWER,
                    "bench",
                    Optional.empty(),
                    Instant.now());
            for (int i = 0; i < tokens; i++) {
              Secret token = Secret.make(Secret.Kind.TOKEN);
              tables
                  .keys()
                  .put(token.hash(), Role.MACHINE, "m" + i, Optional.of(id(i)), Instant.now());
              made.add(token.text());
            }
            return 0;
          });
    }
    return made;
  }

  private static String id(int i) {
    return "mach_%026d".formatted(i);
  }

  private static Member member(int i) {
    String address = "100.%d.%d.%d".formatted(64 + i / 62_500, i / 250 % 250, i % 250);
    return new Member(
        id(i),
        Member.State.APPROVED,
        new Registration("m" + i, address, "dev", 22, "linux", "x86_64", KEY, KEY),
        Optional.empty(),
        Optional.empty(),
        Instant.now(),
        0);
  }

  private static Process start(Path dir) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(Arrays.asList(System.getProperty("bench.jvm", "-Xmx256m").split(" ")));
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            CoordinatorLoad.class.getName(),
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--data",
            dir.toString()));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static URI url(Process coordinator) throws IOException {
    BufferedReader out = coordinator.inputReader(StandardCharsets.UTF_8);
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("listening on ")) {
        return URI.create(line.substring("listening on ".length()));
      }
    }
    throw new IllegalStateException("it did not start");
  }

  /** Each thread asks on all its connections and then takes all answers, for so many seconds. */
  private static long beat(URI url, List<String> tokens, int seconds) throws Exception {
    String series = "series_" + Long.toString(System.nanoTime(), 36);
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    var count = new AtomicLong();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      List<Line> lines = new ArrayList<>();
      for (int i = t; i < tokens.size(); i += THREADS) {
        lines.add(new Line(url, tokens.get(i), series));
      }
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (System.nanoTime() < end) {
                      lines.forEach(Line::ask);
                      lines.forEach(Line::hear);
                      count.addAndGet(lines.size());
                    }
                    lines.forEach(Line::close);
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return count.get();
  }

  /** A machine's connection, which it keeps. */
  private static final class Line {
    private final Socket socket;
    private final InputStream in;
    private final String head;
    private final String series;
    private final byte[] answer = new byte[4096];
    private long number;
    private long asked;

    Line(URI url, String token, String series) throws IOException {
      this.socket = new Socket(InetAddress.getLoopbackAddress(), url.getPort());
      socket.setTcpNoDelay(true);
      this.in = socket.getInputStream();
      this.series = series;
      this.head =
          "POST /v1/beats HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
              + token
              + "\r\nContent-Type: application/json\r\nContent-Length: ";
    }

    void ask() {
      String body =
          "{\"v\":1,\"beats\":[{\"v\":1,\"series\":\"%s\",\"number\":%d,\"at\":\"2026-11-20T08:00:00Z\"}]}"
              .formatted(series, ++number);
      asked = System.nanoTime();
      try {
        socket
            .getOutputStream()
            .write((head + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    void hear() {
      try {
        int length = 0;
        while (!whole(length)) {
          int count = in.read(answer, length, answer.length - length);
          if (count < 0) {
            throw new IOException("it hung up");
          }
          length += count;
        }
        if (answer[9] != '2') {
          REFUSED.incrementAndGet();
        }
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
      LATENCY.incrementAndGet((int) Math.min(SLOTS - 1, (System.nanoTime() - asked) / 100_000));
    }

    /** An answer here is an object without objects in it, and ends with it. */
    private boolean whole(int length) {
      return length > 0 && answer[length - 1] == '}';
    }

    void close() {
      try {
        socket.close();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static void board(URI url, String viewer) throws IOException {
    List<Long> times = new ArrayList<>();
    long bytes = 0;
    for (int i = 0; i < 9; i++) {
      long begin = System.nanoTime();
      var connection = (java.net.HttpURLConnection) url.resolve("/v1/machines").toURL().openConnection();
      connection.setRequestProperty("Authorization", "Bearer " + viewer);
      bytes = 0;
      try (InputStream in = connection.getInputStream()) {
        byte[] some = new byte[1 << 16];
        for (int count = in.read(some); count >= 0; count = in.read(some)) {
          bytes += count;
        }
      }
      times.add((System.nanoTime() - begin) / 1_000_000);
    }
    System.out.printf(
        "board\tfirst %d ms\tmedian %d ms\tleast %d ms\t%d MB%n",
        times.getFirst(),
        times.stream().sorted().skip(4).findFirst().orElseThrow(),
        times.stream().sorted().findFirst().orElseThrow(),
        bytes >> 20);
  }

  private static double percentile(double share) {
    long all = 0;
    for (int i = 0; i < SLOTS; i++) {
      all += LATENCY.get(i);
    }
    long seen = 0;
    for (int i = 0; i < SLOTS; i++) {
      seen += LATENCY.get(i);
      if (seen >= all * share) {
        return (i + 1) / 10.0;
      }
    }
    return Double.NaN;
  }

  private static long cpu(Process process) {
    return process.info().totalCpuDuration().orElseThrow().toNanos();
  }

  private static String memory(Process process) throws IOException {
    Path status = Path.of("/proc/" + process.pid() + "/status");
    return String.join(
        "",
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmHWM") || line.startsWith("VmRSS"))
            .map(line -> line + "\n")
            .toList());
  }
}
