/** What is found by the name of its class: the name is all the registration there is. */
@org.jspecify.annotations.NullMarked
package fleet.naming;
