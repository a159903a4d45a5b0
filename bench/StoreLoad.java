import fleet.coordinator.Member;
import fleet.coordinator.Registration;
import fleet.coordinator.store.Store;
import fleet.coordinator.store.Stores;
import fleet.report.Beat;
import fleet.report.HealthReport;
import fleet.report.Reading;
import fleet.report.Row;
import fleet.report.Severity;
import fleet.report.Trouble;
import fleet.verdict.Heard;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Beats a store without HTTP, each beat acknowledged when it is durable. Usage: {@code DATABASE
 * MACHINES WAITING SECONDS EACH}, where each EACH-th beat brings a report (0: none does).
 */
final class StoreLoad {
  private StoreLoad() {}

  public static void main(String[] words) throws Exception {
    int machines = Integer.parseInt(words[1]);
    int waiting = Integer.parseInt(words[2]);
    var seconds = Duration.ofSeconds(Long.parseLong(words[3]));
    int each = Integer.parseInt(words[4]);
    long before = System.nanoTime();
    long cpuBefore = cpu();
    try (Store store = Stores.open(words[0], StoreLoad::troubles)) {
      System.out.printf(
          "cold\t%d ms\t%d ms of CPU%n",
          millisSince(before), (cpu() - cpuBefore) / 1_000_000);
      enrol(store, machines);
      beat(store, machines, waiting, seconds, each);
      board(store);
    }
    long begin = System.nanoTime();
    long cpu = cpu();
    try (Store store = Stores.open(words[0], StoreLoad::troubles)) {
      System.out.printf(
          "start\t%d ms\t%d ms of CPU%n", millisSince(begin), (cpu() - cpu) / 1_000_000);
      board(store);
    }
  }

  private static void enrol(Store store, int machines) {
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
  }

  private static Member member(int i) {
    var registration =
        new Registration(
            "m" + i,
            "100.64.%d.%d".formatted(i / 250 % 250, i % 250),
            "dev",
            22,
            "linux",
            "x86_64",
            "ssh-ed25519 " + "k".repeat(68) + " dev@m" + i,
            "ssh-ed25519 " + "h".repeat(68));
    return new Member(
        "mach_%026d".formatted(i),
        Member.State.APPROVED,
        registration,
        Optional.empty(),
        Optional.empty(),
        Instant.now(),
        0);
  }

  private static void beat(Store store, int machines, int waiting, Duration time, int each)
      throws InterruptedException {
    String series = "series_00000000000000000000000000";
    long before = System.currentTimeMillis();
    var turn = new AtomicLong();
    var stored = new AtomicLong();
    int[] histogram = new int[10_000];
    long end = System.nanoTime() + time.toNanos();
    int prime = 7919;
    var errors = new AtomicInteger();
    long begin = System.nanoTime();
    long cpu = cpu();
    long writer = writerCpu();
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int c = 0; c < waiting; c++) {
        clients.submit(
            () -> {
              while (System.nanoTime() < end) {
                long mine = turn.getAndIncrement();
                int machine = (int) (mine * prime % machines);
                long from = System.nanoTime();
                Instant now = Instant.now();
                boolean full = each > 0 && mine % each == 0;
                var beat =
                    new Beat(
                        series,
                        before + mine / machines,
                        now,
                        0,
                        full ? Optional.of(report(now)) : Optional.empty());
                try {
                  store
                      .beats(
                          "mach_%026d".formatted(machine),
                          List.of(beat),
                          new Heard(now, now.plusSeconds(600), Duration.ZERO))
                      .join();
                  stored.incrementAndGet();
                } catch (RuntimeException e) {
                  if (errors.getAndIncrement() == 0) {
                    e.printStackTrace();
                  }
                }
                int slot = (int) Math.min(9999, (System.nanoTime() - from) / 100_000);
                synchronized (histogram) {
                  histogram[slot]++;
                }
              }
            });
      }
    }
    double took = (System.nanoTime() - begin) / 1e9;
    System.out.printf(
        "cpu\t%.1f us a beat\t%.1f us of them on the store's thread%n",
        (cpu() - cpu) / 1e3 / stored.get(), (writerCpu() - writer) / 1e3 / stored.get());
    System.out.printf(
        "beats\t%.0f a second\tp50 %.1f ms\tp99 %.1f ms\tp99.9 %.1f ms\tmax %.1f ms\terrors %d%n",
        stored.get() / took,
        percentile(histogram, 0.5),
        percentile(histogram, 0.99),
        percentile(histogram, 0.999),
        percentile(histogram, 1),
        errors.get());
  }

  private static double percentile(int[] histogram, double share) {
    long all = Arrays.stream(histogram).asLongStream().sum();
    long seen = 0;
    for (int i = 0; i < histogram.length; i++) {
      seen += histogram[i];
      if (seen >= all * share) {
        return (i + 1) / 10.0;
      }
    }
    return Double.NaN;
  }

  private static long cpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static long writerCpu() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getAllThreadIds())
        .filter(id -> threads.getThreadInfo(id).getThreadName().equals("fleet-store"))
        .map(threads::getThreadCpuTime)
        .sum();
  }

  private static void board(Store store) {
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      long begin = System.nanoTime();
      store.read(tables -> tables.board().lines());
      times.add(millisSince(begin));
    }
    System.out.printf(
        "board\tfirst %d ms\tmedian %d ms%n",
        times.getFirst(), times.stream().sorted().skip(4).findFirst().orElseThrow());
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    System.out.printf(
        "heap\t%d MB used of %d%n",
        (runtime.totalMemory() - runtime.freeMemory()) >> 20, runtime.maxMemory() >> 20);
  }

  private static HealthReport report(Instant now) {
    Reading<List<Row>> rows =
        new Reading.Measured<>(
            IntStream.range(0, 10)
                .mapToObj(
                    i -> Row.of("mount", "/home/" + i, "bytes", 1_000_000_000L, "used", 0.5))
                .toList());
    return new HealthReport(
        now, "bench", new TreeMap<>(Map.of("disk", rows, "load", rows, "tools", rows)));
  }

  private static List<Trouble> troubles(HealthReport report) {
    return List.of(new Trouble("disk-full:/", Severity.WARNING, "96 % used"));
  }

  private static long millisSince(long begin) {
    return (System.nanoTime() - begin) / 1_000_000;
  }
}
