#include "gloo-bindings/meeting.h"

#include <poll.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <mutex>
#include <utility>

namespace dinofleet::comm {
namespace {

// Connections of strangers that may stand open beside those of peers. The oldest goes when one more comes.
constexpr size_t kMostStrangers = 256;

constexpr const char* kWhoIsThere = "is somebody else in the workers' network (--network)?";

std::runtime_error failure(const char* what) { return std::runtime_error(std::string(what) + ": " + std::strerror(errno)); }

Socket made(const char* what, int fd) {
  if (fd == -1) throw failure(what);
  return Socket(fd);
}

// False where the other end is gone. So few bytes fit into the buffer of a fresh connection.
template <typename T>
bool send_all(const Socket& socket, const T& message) {
  return ::send(socket.fd(), &message, sizeof(T), MSG_NOSIGNAL) == static_cast<ssize_t>(sizeof(T));
}

}  // namespace

// One end of a connection, until it is proven or given up.
struct Meeting::Connection {
  enum class Awaits { kConnection, kGreeting, kProof, kAnswer };

  uint64_t id;
  Socket socket;
  Endpoint other;
  bool dialed;
  Awaits awaits;
  int peer = -1;  // of one that was accepted: who it says that it is
  size_t lane = 0;
  Transcript transcript = {};
  // Of a dialer, once answered: what the listener is to prove.
  Proof expected = {};
  // What the other end is sending.
  std::array<char, sizeof(Greeting)> arriving = {};
  size_t arrived = 0;

  bool is_over() const { return !socket.is_open(); }
  std::string name() const { return "rank " + std::to_string(peer) + " at " + other.host; }

  enum class Reading { kPartial, kWhole, kGone };

  Reading read(size_t bytes) {
    const ssize_t n = ::recv(socket.fd(), arriving.data() + arrived, bytes - arrived, 0);
    if (n == -1 && (errno == EAGAIN || errno == EINTR)) return Reading::kPartial;
    if (n <= 0) return Reading::kGone;
    arrived += static_cast<size_t>(n);
    return arrived == bytes ? Reading::kWhole : Reading::kPartial;
  }

  template <typename T>
  T take() {
    T out;
    std::memcpy(&out, arriving.data(), sizeof(T));
    arrived = 0;
    return out;
  }
};

// What other threads have for meet(): answers, and that it is to stop.
struct Meeting::Inbox {
  using Item = std::pair<uint64_t, std::variant<Proofs, std::string>>;

  const Socket wake = made("eventfd", eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
  std::mutex mutex;
  std::vector<Item> items;
  bool stopped = false;

  void put(Item item) {
    {
      std::lock_guard lock(mutex);
      items.push_back(std::move(item));
    }
    eventfd_write(wake.fd(), 1);
  }

  void stop() {
    {
      std::lock_guard lock(mutex);
      stopped = true;
    }
    eventfd_write(wake.fd(), 1);
  }

  std::vector<Item> take() {
    eventfd_t count;
    eventfd_read(wake.fd(), &count);
    std::lock_guard lock(mutex);
    if (stopped) throw std::runtime_error("interrupted");
    return std::exchange(items, {});
  }
};

Meeting::Meeting(int rank, int world_size, size_t lanes, const SocketAddress& here)
    : rank_(rank), world_size_(world_size), inbox_(std::make_shared<Inbox>()) {
  places_.resize(lanes);
  for (auto& lane : places_) lane.resize(world_size);
  listening_ = made("socket", socket(here.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (bind(listening_.fd(), here.get(), here.length) == -1) throw failure("bind");
  if (listen(listening_.fd(), SOMAXCONN) == -1) throw failure("listen");
  SocketAddress bound;
  if (getsockname(listening_.fd(), bound.get(), &bound.length) == -1) throw failure("getsockname");
  endpoint_ = Endpoint::of(bound);
}

Meeting::~Meeting() = default;

std::vector<std::vector<Socket>> Meeting::meet(const std::vector<Endpoint>& peers, const Prove& prove) {
  prove_ = &prove;
  for (int peer = 0; peer < rank_; ++peer)
    for (size_t lane = 0; lane < places_.size(); ++lane) dial(peer, lane, peers[peer]);
  while (missing() != -1) {
    wait();
    std::erase_if(connections_, [](const Connection& connection) { return connection.is_over(); });
  }
  connections_.clear();
  listening_.close();
  return std::move(places_);
}

void Meeting::stop() { inbox_->stop(); }

void Meeting::wait() {
  std::vector<pollfd> polled{{inbox_->wake.fd(), POLLIN, 0}, {awaits_dialers() ? listening_.fd() : -1, POLLIN, 0}};
  for (const Connection& connection : connections_) {
    using Awaits = Connection::Awaits;
    const short events = connection.awaits == Awaits::kConnection ? POLLOUT : POLLIN;
    polled.push_back({connection.awaits == Awaits::kAnswer ? -1 : connection.socket.fd(), events, 0});
  }
  if (poll(polled.data(), polled.size(), -1) == -1) {
    if (errno == EINTR) return;
    throw failure("poll");
  }
  for (auto& [id, answer] : inbox_->take()) {
    if (const std::string* problem = std::get_if<std::string>(&answer)) throw std::runtime_error(*problem);
    const auto asked = std::find_if(connections_.begin(), connections_.end(),
                                    [id = id](const Connection& connection) { return connection.id == id; });
    if (asked != connections_.end()) answered(*asked, std::get<Proofs>(answer));
  }
  for (size_t i = 0; i < connections_.size(); ++i)
    if (polled[2 + i].revents != 0) advance(connections_[i]);
  if (polled[1].revents != 0) accept_all();
}

void Meeting::dial(int peer, size_t lane, const Endpoint& endpoint) {
  const SocketAddress address = endpoint.address();
  Connection& made_now = connections_.emplace_back(
      Connection{connections_made_++, {}, endpoint, true, Connection::Awaits::kConnection, peer, lane});
  made_now.socket = made("socket", socket(address.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (connect(made_now.socket.fd(), address.get(), address.length) == -1 && errno != EINPROGRESS)
    throw PeerFailure(made_now.name() + ": " + failure("connect").what());
}

void Meeting::accept_all() {
  const size_t most = kMostStrangers + places_.size() * static_cast<size_t>(world_size_);
  for (size_t i = 0; i < most; ++i) {
    SocketAddress from;
    Socket accepted(accept4(listening_.fd(), from.get(), &from.length, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (!accepted.is_open()) {
      if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) throw failure("accept");
      return;  // none is left, or it has gone meanwhile
    }
    if (connections_.size() >= most) drop_oldest();
    connections_.push_back(Connection{connections_made_++, std::move(accepted), Endpoint::of(from), false,
                                      Connection::Awaits::kGreeting});
  }
}

void Meeting::drop_oldest() {
  const auto oldest = std::find_if(connections_.begin(), connections_.end(),
                                   [](const Connection& connection) { return !connection.dialed; });
  if (oldest != connections_.end()) connections_.erase(oldest);
}

void Meeting::advance(Connection& connection) {
  using Awaits = Connection::Awaits;
  if (connection.awaits == Awaits::kConnection) {
    int error = 0;
    socklen_t length = sizeof(error);
    getsockopt(connection.socket.fd(), SOL_SOCKET, SO_ERROR, &error, &length);
    if (error != 0) throw PeerFailure(connection.name() + ": connect: " + std::strerror(error));
    connection.transcript.dialer = greet(connection.lane, rank_, connection.peer);
    connection.awaits = Awaits::kGreeting;
    // Where this fails, the next reading says so.
    send_all(connection.socket, connection.transcript.dialer);
    return;
  }
  const bool is_greeting = connection.awaits == Awaits::kGreeting;
  switch (connection.read(is_greeting ? sizeof(Greeting) : sizeof(Proof))) {
    case Connection::Reading::kPartial: return;
    case Connection::Reading::kWhole: return is_greeting ? greeted(connection) : proven(connection);
    case Connection::Reading::kGone: return gone(connection);
  }
}

void Meeting::gone(Connection& connection) {
  if (!connection.dialed) return connection.socket.close();
  const bool was_greeted = connection.awaits == Connection::Awaits::kProof;
  throw PeerFailure(connection.name() + " closed the connection" +
                    (was_greeted ? " before it had proven that it is of this generation: it has another key, or has ended"
                                 : ""));
}

void Meeting::greeted(Connection& connection) {
  const auto greeting = connection.take<Greeting>();
  Transcript& transcript = connection.transcript;
  if (connection.dialed) {
    const Greeting& own = transcript.dialer;
    if (!speaks_our_protocol(greeting) || greeting.lane != own.lane || greeting.from != own.to ||
        greeting.to != own.from)
      throw PeerFailure(connection.name() + " answers as no rank of this build does");
    transcript.listener = greeting;
    return ask(connection);
  }
  if (!speaks_our_protocol(greeting) || !has_place(greeting)) return turn_away(connection);
  connection.peer = static_cast<int>(greeting.from);
  connection.lane = greeting.lane;
  transcript = {greeting, greet(connection.lane, rank_, connection.peer)};
  connection.awaits = Connection::Awaits::kProof;
  send_all(connection.socket, transcript.listener);
}

void Meeting::proven(Connection& connection) {
  if (!connection.dialed) return ask(connection);
  if (same(connection.take<Proof>(), connection.expected)) return settle(connection);
  throw PeerFailure(connection.name() + " did not prove that it is of this generation: " + kWhoIsThere);
}

void Meeting::ask(Connection& connection) {
  connection.awaits = Connection::Awaits::kAnswer;
  (*prove_)(connection.transcript, [inbox = inbox_, id = connection.id](std::variant<Proofs, std::string> answer) {
    inbox->put({id, std::move(answer)});
  });
}

void Meeting::answered(Connection& connection, const Proofs& proofs) {
  if (connection.dialed) {
    connection.expected = proofs.listener;
    connection.awaits = Connection::Awaits::kProof;
    send_all(connection.socket, proofs.dialer);
    return;
  }
  if (!same(connection.take<Proof>(), proofs.dialer)) return turn_away(connection);
  if (!has_place(connection.transcript.dialer) || !send_all(connection.socket, proofs.listener))
    return connection.socket.close();
  settle(connection);
}

void Meeting::settle(Connection& connection) {
  places_[connection.lane][connection.peer] = std::move(connection.socket);
}

void Meeting::turn_away(Connection& connection) {
  ++turned_away_;
  last_turned_away_ = connection.other.host + (connection.peer == -1
                                                   ? ", which spoke as no rank of this build does"
                                                   : ", which said to be rank " + std::to_string(connection.peer) +
                                                         " and did not prove that it is of this generation");
  connection.socket.close();
}

bool Meeting::has_place(const Greeting& greeting) const {
  return greeting.to == static_cast<uint32_t>(rank_) && greeting.from > static_cast<uint32_t>(rank_) &&
         greeting.from < static_cast<uint32_t>(world_size_) && greeting.lane < places_.size() &&
         !places_[greeting.lane][greeting.from].is_open();
}

bool Meeting::awaits_dialers() const {
  return std::any_of(places_.begin(), places_.end(), [this](const auto& lane) {
    return std::any_of(lane.begin() + rank_ + 1, lane.end(), [](const Socket& place) { return !place.is_open(); });
  });
}

int Meeting::missing() const {
  for (int peer = 0; peer < world_size_; ++peer)
    for (const auto& lane : places_)
      if (peer != rank_ && !lane[peer].is_open()) return peer;
  return -1;
}

std::string Meeting::turned_away() const {
  if (turned_away_ == 0) return "";
  const std::string count = turned_away_ == 1 ? "a connection was" : std::to_string(turned_away_) + " connections were";
  return count + " turned away, " + (turned_away_ == 1 ? "from " : "the last one from ") + last_turned_away_ +
         ": " + kWhoIsThere;
}

}  // namespace dinofleet::comm
