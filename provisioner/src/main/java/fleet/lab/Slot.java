package fleet.lab;

/**
 * A lab's place in the address space of this computer: number 1 to 170 hold 200 machines each,
 * number 301 to 340 hold 4,000. Everything that a lab makes in the kernel is named after its slot.
 */
record Slot(int number) {
  static final int SMALL = 200;
  static final int LARGE = 4000;
  private static final int FIRST_LARGE = 301;

  static int first(int machines) {
    return machines > SMALL ? FIRST_LARGE : 1;
  }

  static int last(int machines) {
    return machines > SMALL ? FIRST_LARGE + 39 : 170;
  }

  private boolean large() {
    return number >= FIRST_LARGE;
  }

  String tag() {
    return "s" + number;
  }

  String tailnetBridge() {
    return "flt" + number;
  }

  String lanBridge() {
    return "fll" + number;
  }

  String table() {
    return "fleet_lab_" + number;
  }

  /** The computer's end of a machine's cable; never longer than the 15 characters Linux allows. */
  String tailnetLink(String machine) {
    return "f" + number + machine + "t";
  }

  String lanLink(String machine) {
    return "f" + number + machine + "l";
  }

  /** What systemd-nspawn calls the machine, unlike any of another lab. */
  String nspawnName(String machine) {
    return "fleet-lab-" + number + "-" + machine;
  }

  int prefix() {
    return large() ? 16 : 24;
  }

  String tailnet(int host) {
    return large()
        ? "100." + (64 + number - 300) + "." + low(host)
        : "100.64." + number + "." + host;
  }

  String lan(int host) {
    return large()
        ? "10." + (177 + number - 300) + "." + low(host)
        : "192.168." + (77 + number) + "." + host;
  }

  /**
   * Host number of the i-th machine, from 1; the computer is 1 and stand-in Macs come before 11.
   */
  static int host(int index) {
    return 10 + index;
  }

  private static String low(int host) {
    return host / 250 + "." + (host % 250 + (host < 250 ? 0 : 1));
  }
}
