// A MongoDB for tests where there is none: FerretDB 1 over SQLite, in one process, on one port.
//
//	mongodb ADDRESS FOLDER PRAGMA
//
// prints the address that it listens on and ends when its standard input does, so that it never
// outlives the test that started it.
//
// MongoDB changes one document at a time, whole. FerretDB 1 reads it, changes it and writes it back,
// and another change may fall between. So every client is behind a front that lets one command that
// changes something pass at a time.
package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"os"
	"sync"

	"github.com/FerretDB/FerretDB/ferretdb"
)

const (
	headerBytes     = 16
	opMsg           = 2013
	moreToCome      = 1 << 1
	largestMessage  = 64 << 20
	bodyOffset      = headerBytes + 4 + 1
	firstNameOffset = bodyOffset + 4 + 1
)

// Commands that change nothing; any other passes alone.
var reading = map[string]bool{
	"find": true, "getMore": true, "aggregate": true, "count": true, "distinct": true,
	"hello": true, "isMaster": true, "ismaster": true, "ping": true, "buildInfo": true,
	"listCollections": true, "listIndexes": true, "listDatabases": true, "killCursors": true,
	"endSessions": true, "connectionStatus": true,
}

func main() {
	if len(os.Args) != 4 {
		fail(errors.New("usage: mongodb ADDRESS FOLDER PRAGMA"))
	}
	query := url.Values{"_pragma": {"busy_timeout(10000)", "journal_mode(wal)", os.Args[3]}}
	server, err := ferretdb.New(&ferretdb.Config{
		Listener:  ferretdb.ListenerConfig{TCP: "127.0.0.1:0"},
		Logger:    slog.New(slog.NewTextHandler(io.Discard, nil)),
		Handler:   "sqlite",
		SQLiteURL: "file:" + os.Args[2] + "/?" + query.Encode(),
	})
	if err != nil {
		fail(err)
	}
	go func() { _ = server.Run(context.Background()) }()
	behind, err := url.Parse(server.MongoDBURI())
	if err != nil {
		fail(err)
	}
	front, err := net.Listen("tcp", os.Args[1])
	if err != nil {
		fail(err)
	}
	go func() {
		var alone sync.Mutex
		for {
			client, err := front.Accept()
			if err != nil {
				fail(err)
			}
			go serve(client, behind.Host, &alone)
		}
	}()
	fmt.Println(front.Addr())
	_, _ = io.Copy(io.Discard, os.Stdin)
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func serve(client net.Conn, address string, alone *sync.Mutex) {
	defer client.Close()
	backend, err := net.Dial("tcp", address)
	if err != nil {
		return
	}
	defer backend.Close()
	for {
		request, err := read(client)
		if err != nil {
			return
		}
		command, answered := look(request)
		// Only the ends of sessions come so, and FerretDB has none.
		if !answered {
			continue
		}
		reply, err := exchange(backend, request, command, alone)
		if err != nil {
			return
		}
		if _, err = client.Write(reply); err != nil {
			return
		}
	}
}

func exchange(backend net.Conn, request []byte, command string, alone *sync.Mutex) ([]byte, error) {
	if !reading[command] {
		alone.Lock()
		defer alone.Unlock()
	}
	if _, err := backend.Write(request); err != nil {
		return nil, err
	}
	return read(backend)
}

// look gives the name of the command, empty where the message is of another form, and whether an
// answer is expected.
func look(message []byte) (string, bool) {
	if binary.LittleEndian.Uint32(message[12:]) != opMsg || len(message) < firstNameOffset {
		return "", true
	}
	answered := binary.LittleEndian.Uint32(message[headerBytes:])&moreToCome == 0
	if message[bodyOffset-1] != 0 {
		return "", answered
	}
	name, _, _ := bytes.Cut(message[firstNameOffset:], []byte{0})
	return string(name), answered
}

func read(from net.Conn) ([]byte, error) {
	length := make([]byte, 4)
	if _, err := io.ReadFull(from, length); err != nil {
		return nil, err
	}
	size := binary.LittleEndian.Uint32(length)
	if size < headerBytes || size > largestMessage {
		return nil, errors.New("not a message")
	}
	message := make([]byte, size)
	copy(message, length)
	_, err := io.ReadFull(from, message[4:])
	return message, err
}
