// One rank's end of a full mesh: three channels and a queue for each, and a thread that meets the peers, connects the
// channels and then watches for lost peers. The first failure is final: what runs is woken, what comes later fails at once, with that
// failure's reason.
#pragma once

#include <array>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "gloo-bindings/channel.h"
#include "gloo-bindings/meeting.h"
#include "gloo-bindings/operation.h"
#include "gloo-bindings/queue.h"

namespace dinofleet::comm {

enum class Lane : size_t { kGathers, kReductions, kSmall };
inline constexpr size_t kLanes = 3;

class Mesh {
 public:
  Mesh(int rank, int world_size, const std::string& host);
  ~Mesh();
  Mesh(const Mesh&) = delete;
  Mesh& operator=(const Mesh&) = delete;

  int world_size() const { return world_size_; }
  const std::shared_ptr<Traffic>& traffic() const { return traffic_; }

  // Opaque to all but a Mesh of the same build: who this is, and where peers find it.
  const std::vector<char>& address() const { return address_; }

  struct Connected {
    std::string error;        // "" where all went well
    std::string turned_away;  // who could not prove to be of this mesh; "" for nobody
  };

  // addresses[r] is rank r's address(). Returns at once; `done` is called once, on another thread. Throws where an
  // address is not one of this mesh's.
  void connect(const std::vector<std::vector<char>>& addresses, Prove prove, std::chrono::milliseconds timeout,
               std::function<void(Connected)> done);
  bool connected() const;

  // Runs `collective` after those that the lane was given before. It is destroyed, with all that it holds, before the
  // operation is done.
  std::shared_ptr<Operation> submit(Lane lane, const char* name, std::function<void(Channel&)> collective);

  // In good order where nothing is under way; otherwise what is under way fails, here and at the peers. Never waits for
  // a peer. Twice is no error.
  void close();
  bool closed() const;

 private:
  // Once: the watcher's, a collective's or close()'s reason, with the peers that are gone. Returns the first one.
  std::string fail(const std::string& cause);
  std::string failure() const;
  std::string connect_all(const std::vector<Endpoint>& peers, const Prove& prove, std::chrono::milliseconds timeout);
  void watch();

  const int rank_;
  const int world_size_;
  const std::shared_ptr<Traffic> traffic_;
  std::unique_ptr<Meeting> meeting_;
  std::array<std::unique_ptr<Channel>, kLanes> channels_;
  std::vector<char> address_;
  std::unique_ptr<UnboundBuffer> watch_buffer_;
  std::array<std::unique_ptr<Queue>, kLanes> queues_;
  std::thread watcher_;

  mutable std::mutex mutex_;
  std::condition_variable closing_changed_;
  bool connected_ = false;
  bool closing_ = false;
  std::string failure_;
};

}  // namespace dinofleet::comm
